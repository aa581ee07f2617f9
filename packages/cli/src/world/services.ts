import type { CallRequest, MeshObject } from '@meshwright/plugin-mesh-common';
import {
  toLabels,
  toRecord,
  toRecords,
  toText,
} from '@meshwright/plugin-mesh-common/evaluate';
import type { PodFacts } from './pods';

type Protocol = CallRequest['destination']['protocol'];

export type ServiceFacts = {
  namespace: string;
  name: string;
  selector: Record<string, string>;
  headless: boolean;
  ports: Array<{
    name?: string;
    port: number;
    /** Number, or the name of a port of the containers. */
    target: number | string;
    protocol: Protocol;
  }>;
};

const PROTOCOLS: Record<string, Protocol> = {
  http: 'http',
  'kubernetes.io/ws': 'http',
  http2: 'http2',
  'kubernetes.io/h2c': 'http2',
  grpc: 'grpc',
  'grpc-web': 'grpc',
  tcp: 'tcp',
  mongo: 'tcp',
  mysql: 'tcp',
  redis: 'tcp',
  tls: 'tls',
  https: 'tls',
  'kubernetes.io/wss': 'tls',
};

/** The Services among objects. */
export function listServices(objects: Iterable<MeshObject>): ServiceFacts[] {
  return [...objects]
    .filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1')
    .map(object => {
      const spec = toRecord(object.spec);
      return {
        namespace: object.metadata.namespace ?? 'default',
        name: object.metadata.name,
        selector: toLabels(spec.selector),
        headless: spec.clusterIP === 'None',
        ports: toRecords(spec.ports).flatMap(readPort),
      };
    });
}

function readPort(
  port: Record<string, unknown>,
): Array<ServiceFacts['ports'][number]> {
  const { port: number, targetPort, name } = port;
  if (typeof number !== 'number') return [];
  const target =
    typeof targetPort === 'number' || typeof targetPort === 'string'
      ? targetPort
      : number;
  return [
    {
      port: number,
      target,
      protocol: protocolOf(port),
      ...(typeof name === 'string' && { name }),
    },
  ];
}

/** What the control plane makes of it: `appProtocol`, else its name. */
function protocolOf(port: Record<string, unknown>): Protocol {
  const declared = toText(port.appProtocol)?.toLowerCase();
  const name = toText(port.name)?.toLowerCase() ?? '';
  const word =
    declared ??
    (/^grpc-web(-|$)/.test(name) ? 'grpc-web' : name.split('-')[0] ?? '');
  return Object.hasOwn(PROTOCOLS, word)
    ? PROTOCOLS[word] ?? 'unknown'
    : 'unknown';
}

/** True when the Service sends calls to the pods. */
export function selects(
  { namespace, selector }: Pick<ServiceFacts, 'namespace' | 'selector'>,
  pod: PodFacts,
): boolean {
  const wanted = Object.entries(selector);
  return (
    namespace === pod.namespace &&
    wanted.length > 0 &&
    wanted.every(([key, value]) => pod.labels[key] === value)
  );
}
