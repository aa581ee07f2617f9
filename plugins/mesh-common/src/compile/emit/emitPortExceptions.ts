import type { JsonObject } from '@backstage/types';
import type { Workload } from '../../model/types';
import {
  ANNOTATION_EXCEPTIONS,
  ANNOTATION_NETWORK_ONLY,
  type CompiledObject,
} from '../../objects';
import { toPeer } from '../marks';
import {
  listPlaintextEdges,
  listPortExceptions,
  type PortException,
} from '../portExceptions';
import { type Rule, writeRules } from '../rules/packRules';
import { splitByLayer } from '../rules/splitByLayer';
import { toOperations, toPorts } from '../rules/operations';
import { effectAt, type Scope } from '../Scope';
import { type Draft, nameOf, toObject } from '../toObject';
import { networkKind, toBlock, toPort } from './networkKind';
import { dryRun, policyKind } from './policyKind';

const MAX_REASON = 200;

type Part = Pick<
  Draft,
  'apiVersion' | 'kind' | 'spec' | 'annotations' | 'edges'
> & {
  /** What of the workload it is about. */
  ports: number[];
};

/**
 * Ports on which callers have no identity: what they may do is said by port
 * and by address, and everything about it is marked, because the layers cannot
 * agree there.
 */
export function emitPortExceptions(
  scope: Scope,
  workload: Workload,
): CompiledObject[] {
  const exceptions = listPortExceptions(scope, workload);
  if (exceptions.length === 0) {
    return [];
  }
  const effect = effectAt(scope, workload);
  const { inMesh, namespace } = workload;
  const parts = [
    ...(inMesh && effect.mtls === 'STRICT'
      ? [transport(workload, exceptions)]
      : []),
    ...(inMesh && effect.authorization !== 'none'
      ? allowance(scope, workload, exceptions)
      : []),
    ...(effect.network ? admission(scope, workload, exceptions) : []),
  ];
  return parts.map(({ annotations, ports, ...part }) =>
    toObject(scope, {
      ...part,
      name: nameOf({ prefix: 'open-ports-of-', workload }),
      namespace,
      annotations: {
        ...annotations,
        [ANNOTATION_NETWORK_ONLY]: toPorts(ports).join(),
      },
      workloads: [workload],
    }),
  );
}

/** An exception relaxes the transport, and grants nobody anything. */
function transport(
  { selector }: Workload,
  exceptions: readonly PortException[],
): Part {
  const reasons = exceptions.flatMap(({ declared, targetPort }) =>
    declared.map(({ mode, reason, until }) =>
      `${targetPort} ${mode}${until ? ` until ${until}` : ''}: ${reason}`
        .replace(/\s+/g, ' ')
        .slice(0, MAX_REASON),
    ),
  );
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    ports: exceptions.map(({ targetPort }) => targetPort),
    ...(reasons.length > 0 && {
      annotations: { [ANNOTATION_EXCEPTIONS]: reasons.sort().join('\n') },
    }),
    spec: {
      selector: { matchLabels: selector },
      portLevelMtls: Object.fromEntries(
        exceptions.map(({ targetPort, mode }) => [targetPort, { mode }]),
      ),
    },
  };
}

function allowance(
  scope: Scope,
  workload: Workload,
  exceptions: readonly PortException[],
): Part[] {
  const edges = listPlaintextEdges(scope, workload, exceptions);
  const plain = edges.flatMap(edge => edge.ports);
  const rules: Rule[] = [
    ...openRule(portsOf(exceptions, 'scraper')),
    ...openRule(portsOf(exceptions, 'apiServer'), {
      ipBlocks: [...(scope.cluster.apiServerRanges ?? [])].sort(),
    }),
    ...splitByLayer(toOperations(edges)).map(operations => ({ operations })),
  ].filter(({ operations }) => operations.length > 0);
  return rules.length > 0
    ? [
        {
          ...policyKind,
          annotations: dryRun(effectAt(scope, workload).authorization),
          spec: {
            selector: { matchLabels: workload.selector },
            action: 'ALLOW',
            rules: writeRules(rules),
          },
          edges,
          ports: [
            ...portsOf(exceptions, 'scraper'),
            ...portsOf(exceptions, 'apiServer'),
            ...plain.map(({ targetPort }) => targetPort),
          ],
        },
      ]
    : [];
}

function openRule(ports: number[], source?: JsonObject): Rule[] {
  return ports.length > 0
    ? [{ operations: [{ ports: toPorts(ports) }], ...(source && { source }) }]
    : [];
}

function admission(
  { cluster }: Scope,
  { selector }: Workload,
  exceptions: readonly PortException[],
): Part[] {
  const { scraper, apiServerRanges = [] } = cluster;
  const ingress = [
    ...admit(portsOf(exceptions, 'scraper'), [
      ...(scraper ? [toPeer(scraper.namespace, scraper.selector)] : []),
    ]),
    ...admit(
      portsOf(exceptions, 'apiServer'),
      [...apiServerRanges].sort().map(range => toBlock(range)),
    ),
  ];
  return ingress.length > 0
    ? [
        {
          ...networkKind,
          ports: [
            ...portsOf(exceptions, 'scraper'),
            ...portsOf(exceptions, 'apiServer'),
          ],
          spec: {
            podSelector: { matchLabels: selector },
            policyTypes: ['Ingress'],
            ingress,
          },
        },
      ]
    : [];
}

function admit(ports: number[], from: JsonObject[]): JsonObject[] {
  return ports.length > 0 && from.length > 0
    ? [{ from, ports: ports.map(toPort) }]
    : [];
}

function portsOf(
  exceptions: readonly PortException[],
  caller: 'scraper' | 'apiServer',
): number[] {
  return exceptions
    .filter(exception => exception[caller])
    .map(({ targetPort }) => targetPort);
}
