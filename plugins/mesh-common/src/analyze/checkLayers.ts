import type { World } from '../evaluate/indexWorld';
import { toLabels, toRecord } from '../evaluate/readJson';
import { SelectorIndex } from '../evaluate/selectorIndex';
import { ANNOTATION_NETWORK_ONLY } from '../objects/annotations';
import type { MeshObject } from '../objects/types';
import { judgeConnection, toEndpoint } from '../evaluate/evaluateNetworkPolicy';
import { askPort, createRequest } from './askPort';
import { CallerIndex, type Callers } from './CallerIndex';
import type { ViewPort, WorkloadView } from './workloadView';

/**
 * A port on which NetworkPolicies and AuthorizationPolicies do not say the
 * same about who may connect.
 *
 * @public
 */
export type LayerDisagreement = {
  /** Key of the caller; `*` where one layer limits nobody. */
  from: string;
  to: string;
  port: number;
  /** What NetworkPolicies say. */
  network: 'allow' | 'deny' | 'unknown';
  /** What mutual TLS and AuthorizationPolicies say about some call. */
  mesh: 'allow' | 'deny';
  /** For a person. */
  message: string;
};

/**
 * Compares layers 3/4 and 7 for every pair of workloads and every port of
 * workloads with a proxy. Ports that an object for the workload marks with
 * `meshwright.io/network-only` are left out.
 *
 * @public
 */
export function checkLayers(options: {
  world: World;
  workloads: readonly WorkloadView[];
  /** Those that the world was made of, for their marks. */
  objects: readonly MeshObject[];
}): LayerDisagreement[] {
  const { world, workloads, objects } = options;
  const mesh = withoutNetwork(world);
  const callers = new CallerIndex(world, workloads);
  const marks = indexMarks(objects);
  return workloads
    .filter(({ inMesh, ambient }) => inMesh && !ambient)
    .flatMap(to =>
      to.ports
        .filter(({ port }) => !isMarked(marks, to, port))
        .flatMap(port => {
          const byNetwork = callers.byNetwork(to, port);
          const byRules = callers.byRules(to, port);
          const limits = {
            network: isIsolated(world, to),
            mesh: world.standings.of(to).rules.allows,
          };
          if (limits.network !== limits.mesh) {
            return [describeMissing({ to, port, limits })];
          }
          if (!limits.network) return [];
          return (unite(byNetwork, byRules) ?? workloads)
            .filter(from => from !== to)
            .flatMap(from => compare({ world, mesh, from, to, port }));
        }),
    );
}

type Pair = { from: WorkloadView; to: WorkloadView; port: ViewPort };

function compare({
  world,
  mesh,
  from,
  to,
  port,
}: Pair & { world: World; mesh: World }): LayerDisagreement[] {
  const network = judgeNetwork(world, { from, to, port });
  const { verdict } = askPort(mesh, createRequest(from, to, port));
  const upper = verdict.decision === 'deny' ? 'deny' : 'allow';
  if (network === upper) return [];
  const where = `${from.key} → ${to.key} on port ${port.port}`;
  return [
    {
      from: from.key,
      to: to.key,
      port: port.port,
      network,
      mesh: upper,
      message:
        network === 'unknown'
          ? `${where}: whether NetworkPolicies let it through depends on an address that is not known, and the mesh ${
              upper === 'allow' ? 'lets it through' : 'refuses it'
            }.`
          : `${where}: NetworkPolicies ${
              network === 'allow' ? 'let it through' : 'stop it'
            }, and the mesh ${
              upper === 'allow' ? 'lets it through' : 'refuses it'
            }.`,
    },
  ];
}

function judgeNetwork(
  { index, standings }: World,
  { from, to, port }: Pair,
): LayerDisagreement['network'] {
  const client = standings.of(from).network;
  const server = standings.of(to).network;
  const { allowed } = judgeConnection(
    index.network,
    {
      source: toEndpoint(from, client),
      destination: toEndpoint(to, server),
      port: port.port,
    },
    { client, server },
  );
  if (allowed === undefined) return 'unknown';
  return allowed ? 'allow' : 'deny';
}

function describeMissing({
  to,
  port,
  limits,
}: Pick<Pair, 'to' | 'port'> & {
  limits: { network: boolean; mesh: boolean };
}): LayerDisagreement {
  const [limiting, open] = limits.network
    ? ['NetworkPolicies', 'AuthorizationPolicy']
    : ['AuthorizationPolicies', 'NetworkPolicy'];
  return {
    from: '*',
    to: to.key,
    port: port.port,
    network: limits.network ? 'deny' : 'allow',
    mesh: limits.mesh ? 'deny' : 'allow',
    message: `${to.key} on port ${port.port}: ${limiting} limit who connects, and no ${open} does.`,
  };
}

function isIsolated({ index, standings }: World, to: WorkloadView): boolean {
  const { ingress } = standings.of(to).network.gates;
  return index.options.policyEngine !== false && ingress.policies.length > 0;
}

/** The same policies, in a cluster that ignores NetworkPolicies. */
function withoutNetwork(world: World): World {
  const options = { ...world.options, policyEngine: false };
  return { ...world, options, index: { ...world.index, options } };
}

function unite(a: Callers, b: Callers): Callers {
  return a && b ? [...new Set([...a, ...b])] : undefined;
}

/** Ports that objects mark, by the workloads that these objects are for. */
function indexMarks(objects: readonly MeshObject[]): SelectorIndex<number[]> {
  const marks = new SelectorIndex<number[]>();
  for (const { metadata, spec } of objects) {
    const text = metadata.annotations?.[ANNOTATION_NETWORK_ONLY];
    if (text === undefined) continue;
    const { selector, podSelector } = toRecord(spec);
    const labels = toRecord(podSelector ?? selector).matchLabels;
    marks.add(
      metadata.namespace ?? '',
      toLabels(labels),
      text.split(',').map(Number),
    );
  }
  return marks;
}

function isMarked(
  marks: SelectorIndex<number[]>,
  { namespace, labels }: WorkloadView,
  port: number,
): boolean {
  return marks.find(namespace, labels).some(ports => ports.includes(port));
}
