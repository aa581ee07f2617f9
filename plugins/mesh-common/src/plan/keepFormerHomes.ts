import { canonicalize } from '../objects/canonicalize';
import { objectKey } from '../objects/objectKey';
import { isOwned } from '../objects/ownership';
import type { MeshObject } from '../objects/types';
import { type Carry, remember } from './carry';
import { copyHome } from './copyHome';
import { type Desired, hasMoved } from './desiredWorkloads';
import { listEntries } from './listEntries';
import { ownerOf, workloadOf } from './owners';
import { createLabelFilter } from './relations';
import { enforces, type Layers, RemainingLayers } from './RemainingLayers';
import type { Succession } from './succession';

type Options = {
  desired: readonly MeshObject[];
  live: ReadonlyMap<string, MeshObject>;
  successions: readonly Succession[];
  workloads: ReadonlyMap<string, Desired>;
  cluster: string;
  instance: string;
  retain?: readonly string[];
  now?: string;
};

/** What a workload has in the new namespace, and has left in the old one. */
type Home = {
  succession: Succession;
  wanted: readonly MeshObject[];
  left: readonly MeshObject[];
  layers: Layers;
};

const CALLS = [
  'AuthorizationPolicy',
  'RequestAuthentication',
  'PeerAuthentication',
];
const NETWORK = ['NetworkPolicy', 'Sidecar'];

/**
 * What stays in namespaces that workloads move away from, while pods of them
 * run there: what is wanted of the new ones, in each layer that is enforced at
 * both places. Where only the old one enforces a layer, what is there stays
 * as it is.
 *
 * @returns `homes`: the successions of which something stays
 */
export function keepFormerHomes(options: Options): {
  kept: Carry[];
  homes: Succession[];
} {
  const free = createLabelFilter(options.workloads);
  const moved = options.successions
    .filter(hasMoved)
    .map(item => ({ ...item, oldLabels: free(item) }))
    .filter(({ oldLabels }) => oldLabels.length > 0);
  if (moved.length === 0) return { kept: [], homes: [] };
  const { desired, live, instance } = options;
  const layers = new RemainingLayers({
    ...options,
    namespaces: new Set(moved.map(({ namespace }) => namespace)),
  });
  const wanted = groupByOwner(desired, new Set(moved.map(({ heir }) => heir)));
  const left = groupByOwner(
    [...live.values()].filter(object => isOwned(object, instance)),
    new Set(moved.map(({ id }) => id)),
  );
  const entries = listEntries(options, moved);
  const keys = new Set(desired.map(objectKey));
  const homes: Succession[] = [];
  const kept = moved.flatMap(succession => {
    const { id, heir, namespace, oldLabels } = succession;
    const own = left.get(id) ?? [];
    const memory = new Map<string, string | undefined>();
    const isPatient = remember(`pods of ${id}`, {
      ...{ kept: memory, now: options.now },
      live: own.filter(object => workloadOf(object) !== undefined),
    });
    const home: Home = {
      ...{ succession, left: own, wanted: wanted.get(heir) ?? [] },
      layers: layers.at({ namespace, labels: oldLabels[0] }),
    };
    if (!isPatient || !home.layers.calls) return [];
    homes.push(succession);
    const { copied, fixed } = keepHome(home, options);
    const toCarries = (objects: readonly MeshObject[], isFixed: boolean) =>
      objects
        .filter(object => !keys.has(objectKey(object)))
        .map(object => ({ object, kept: new Map(memory), ports: [], isFixed }));
    return [
      ...toCarries([...copied, ...(entries.get(id) ?? [])], false),
      ...toCarries(fixed, true),
    ];
  });
  return { kept, homes };
}

/** What says of old pods what is wanted of new ones, and what stays as it is. */
function keepHome(
  { succession, wanted, left, layers }: Home,
  { cluster }: Options,
): Record<'copied' | 'fixed', MeshObject[]> {
  const isTried = layers.calls === 'tried';
  const copy = (object: MeshObject) =>
    copyHome({ object, succession, known: left, cluster, isTried });
  const of = (objects: readonly MeshObject[], kinds: readonly string[]) =>
    objects.filter(({ kind }) => kinds.includes(kind));
  const calls = of(wanted, CALLS).filter(
    ({ kind, spec }) =>
      (kind !== 'PeerAuthentication' || layers.strict) &&
      !(isTried && (kind === 'RequestAuthentication' || spec?.provider)),
  );
  const isCopied = {
    calls: isTried || enforces(wanted, 'calls'),
    network: enforces(wanted, 'network'),
  };
  const stay = (kinds: readonly string[]) => of(left, kinds).map(canonicalize);
  return {
    copied: [
      ...(isCopied.calls ? calls.flatMap(copy) : []),
      ...(layers.network && isCopied.network
        ? of(wanted, NETWORK).flatMap(copy)
        : []),
    ],
    fixed: [
      ...(isCopied.calls ? [] : stay(CALLS)),
      ...(layers.network && !isCopied.network ? stay(NETWORK) : []),
    ],
  };
}

function groupByOwner(
  objects: Iterable<MeshObject>,
  ids: ReadonlySet<string>,
): Map<string, MeshObject[]> {
  const groups = new Map<string, MeshObject[]>();
  for (const object of objects) {
    const id = ownerOf(object);
    if (id === undefined || !ids.has(id)) continue;
    const known = groups.get(id);
    if (known) known.push(object);
    else groups.set(id, [object]);
  }
  return groups;
}
