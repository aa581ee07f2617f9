import type { Edge, MtlsException, Workload } from '../model/types';
import { effectAt, type Scope } from './Scope';

/** A port of a workload that is not held to the rules of all others. */
export type PortException = {
  targetPort: number;
  /** Whose calls have no identity. */
  scraper: boolean;
  apiServer: boolean;
  /** Mode of its mutual TLS. */
  mode: 'PERMISSIVE' | 'DISABLE';
  /** What was declared about its mutual TLS. */
  declared: MtlsException[];
};

/** The exceptional ports of a workload, by number. */
export function listPortExceptions(
  scope: Scope,
  workload: Workload,
): PortException[] {
  const { scraper, apiServerRanges } = scope.cluster;
  const found = new Map<number, PortException>();
  for (const port of workload.ports) {
    const { targetPort } = port;
    const declared = (workload.mtlsExceptions ?? []).filter(
      item => item.port === port.name,
    );
    const callers = {
      scraper: port.scrape === true && scraper !== undefined,
      apiServer:
        port.callers?.includes('kube-apiserver') === true &&
        (apiServerRanges?.length ?? 0) > 0,
    };
    if (callers.scraper || callers.apiServer || declared.length > 0) {
      const known = found.get(targetPort);
      found.set(targetPort, {
        targetPort,
        scraper: callers.scraper || known?.scraper === true,
        apiServer: callers.apiServer || known?.apiServer === true,
        mode: 'PERMISSIVE',
        declared: [...(known?.declared ?? []), ...declared],
      });
    }
  }
  return [...found.values()]
    .map(exception => ({
      ...exception,
      mode: modeOf(scope, workload, exception),
    }))
    .sort((a, b) => a.targetPort - b.targetPort);
}

/**
 * Granted edges to ports that take no mutual TLS: their callers are known by
 * their place in the network alone.
 */
export function listPlaintextEdges(
  scope: Scope,
  workload: Workload,
  exceptions: readonly PortException[],
): Edge[] {
  const plain = new Set(
    exceptions
      .filter(({ mode }) => mode === 'DISABLE')
      .map(({ targetPort }) => targetPort),
  );
  return (scope.inbound.get(workload.key) ?? []).flatMap(edge => {
    const ports = edge.ports.filter(({ targetPort }) => plain.has(targetPort));
    return ports.length > 0 ? [{ ...edge, ports }] : [];
  });
}

/**
 * Mutual TLS is switched off only where everybody asked for that, and where
 * NetworkPolicies say who may call: until then it is merely not insisted on.
 */
function modeOf(
  scope: Scope,
  workload: Workload,
  { declared, scraper, apiServer, targetPort }: PortException,
): PortException['mode'] {
  const names = workload.ports.filter(port => port.targetPort === targetPort);
  const isOff =
    declared.length >= names.length &&
    declared.every(({ mode }) => mode === 'disable');
  return isOff && !scraper && !apiServer && effectAt(scope, workload).network
    ? 'DISABLE'
    : 'PERMISSIVE';
}
