import { effectiveMtls, indexWorld, type World } from '../../../evaluate';
import { FIELD_MANAGER, LABEL_MANAGED_BY } from '../../../objects';
import type { MeshObject } from '../../../objects';
import type { Evidence } from '../../run';
import { failed, listNames, passed } from '../evidence';
import { listMeshNamespaces } from '../labels';
import type { VerifyMesh } from '../types';

const MOST_ROWS = 20;

/**
 * Whether mutual TLS is demanded in every namespace of the mesh, by the
 * PeerAuthentication that is in force there and for its workloads.
 *
 * @remarks
 *
 * Ports that a policy of ours leaves open were declared; those of others are
 * shown.
 *
 * @public
 */
export function evaluateStrict(
  read: {
    namespaces: readonly MeshObject[];
    pods: readonly MeshObject[];
    peerAuthentications: readonly MeshObject[];
  },
  options: VerifyMesh & { notStrict: readonly string[] },
): Evidence[] {
  const world = indexWorld(read.peerAuthentications, options);
  const excused = new Set(options.notStrict);
  const members = listMeshNamespaces(read.namespaces)
    .map(({ metadata }) => metadata.name)
    .sort();
  const bound = members.filter(name => !excused.has(name));
  const lax = [
    ...bound.flatMap(name => judgeNamespace(world, name)),
    ...judgeWorkloads(world, { pods: read.pods, bound: new Set(bound) }),
    ...judgePorts(read.peerAuthentications, new Set(bound)),
  ];
  const rest = members.length - bound.length;
  const seen = `${bound.length} namespaces demand it${
    rest > 0 ? `; ${rest} are not that far in their rollout` : ''
  }`;
  return lax.length > 0
    ? lax.slice(0, MOST_ROWS)
    : [passed({ what: 'Mutual TLS', expected: 'STRICT is in force', seen })];
}

function judgeNamespace(world: World, namespace: string): Evidence[] {
  const { mode, source } = effectiveMtls(world, { namespace, labels: {} });
  return mode === 'STRICT'
    ? []
    : [
        failed({
          what: `Mutual TLS in namespace '${namespace}'`,
          expected: 'STRICT',
          seen: `${mode}, by ${source}`,
        }),
      ];
}

/** Workloads that have another mode than their namespace. */
function judgeWorkloads(
  world: World,
  options: { pods: readonly MeshObject[]; bound: ReadonlySet<string> },
): Evidence[] {
  const found = new Map<string, { source: string; names: string[] }>();
  for (const { metadata } of options.pods) {
    const { name, namespace = '', labels = {} } = metadata;
    if (!options.bound.has(namespace)) {
      continue;
    }
    const { mode, source } = effectiveMtls(world, { namespace, labels });
    const general = effectiveMtls(world, { namespace, labels: {} });
    if (mode !== 'STRICT' && source !== general.source) {
      const key = `${namespace}: ${mode}, by ${source}`;
      const { names = [] } = found.get(key) ?? {};
      found.set(key, { source: key, names: [...names, name] });
    }
  }
  return [...found.values()].map(({ source, names }) =>
    failed({
      what: `Mutual TLS of the pods ${listNames(names.sort())}`,
      expected: 'STRICT',
      seen: source,
    }),
  );
}

function judgePorts(
  policies: readonly MeshObject[],
  bound: ReadonlySet<string>,
): Evidence[] {
  return policies.flatMap(({ metadata, spec }) => {
    const { name, namespace = '', labels } = metadata;
    const isOurs = labels?.[LABEL_MANAGED_BY] === FIELD_MANAGER;
    const ports = Object.entries(
      (spec?.portLevelMtls ?? {}) as Record<string, { mode?: string } | null>,
    )
      .filter(([, port]) =>
        ['PERMISSIVE', 'DISABLE'].includes(port?.mode ?? ''),
      )
      .map(([port, setting]) => `${port}: ${setting?.mode}`);
    return isOurs || ports.length === 0 || !bound.has(namespace)
      ? []
      : [
          failed({
            what: `Ports that PeerAuthentication '${namespace}/${name}' leaves open`,
            expected: 'none that nobody declared',
            seen: listNames(ports),
          }),
        ];
  });
}
