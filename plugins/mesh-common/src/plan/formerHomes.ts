import { uniqWith } from 'lodash';
import { ANNOTATION_MOVING } from '../objects/annotations';
import type { MeshObject } from '../objects/types';
import type { Desired } from './desiredWorkloads';
import { isSameLabels, selectorOf } from './labelSelector';
import { workloadOf } from './owners';
import { listPortMoves, portsTextOf } from './portMoves';

type Options = {
  workloads: ReadonlyMap<string, Desired>;
  live: ReadonlyMap<string, MeshObject>;
  /** What policies are to say of ports, by `namespace entity`. */
  ports: ReadonlyMap<string, string>;
  /** Live policies of workloads that are not wanted where they are. */
  left: ReadonlyMap<string, readonly MeshObject[]>;
};

/**
 * What workloads leave behind in namespaces that they move away from. It is a
 * move when the entity is wanted in a namespace where it was not before; a
 * deployment that is taken out of several is none. Of several new ones, one
 * says what is wanted of old pods.
 */
export function listFormerHomes(options: Options): Desired[] {
  const { workloads, live, ports, left } = options;
  if (left.size === 0) return [];
  const entities = new Set([...left.keys()].map(entityOf));
  const candidates = new Map<string, Desired[]>();
  for (const workload of workloads.values()) {
    const entity = entityOf(workload.id);
    if (!entities.has(entity)) continue;
    candidates.set(entity, [...(candidates.get(entity) ?? []), workload]);
  }
  const places = readPlaces(live, new Set([...candidates.values()].flat()));
  return [...left].flatMap(([id, policies]) => {
    const namespace = id.slice(0, id.indexOf(' '));
    const heir = chooseHeir(candidates.get(entityOf(id)) ?? [], {
      namespace,
      places,
    });
    if (!heir) return [];
    const texts = policies.map(portsTextOf);
    const former = policies.flatMap(policy => {
      const { matchLabels } = selectorOf(policy);
      return matchLabels ? [matchLabels] : [];
    });
    return [
      {
        ...heir,
        ...{ id, namespace, copied: [] },
        former: uniqWith(former, isSameLabels),
        moves: listPortMoves(texts, ports.get(heir.id) ?? ''),
      },
    ];
  });
}

/** The one that already is it, else the first of those that come into being. */
function chooseHeir(
  candidates: readonly Desired[],
  options: { namespace: string; places: ReadonlyMap<string, Set<string>> },
): Desired | undefined {
  const { namespace, places } = options;
  const [first] = candidates
    .map(heir => ({ heir, known: places.get(heir.id) }))
    .filter(({ known }) => known?.has(namespace) ?? true)
    .sort(
      (one, other) =>
        Number(!one.known) - Number(!other.known) ||
        (one.heir.id < other.heir.id ? -1 : 1),
    );
  return first?.heir;
}

/**
 * Between which namespaces the policies say that they move, of those that
 * are there.
 */
function readPlaces(
  live: ReadonlyMap<string, MeshObject>,
  candidates: ReadonlySet<Desired>,
): Map<string, Set<string>> {
  const ids = new Set([...candidates].map(({ id }) => id));
  const places = new Map<string, Set<string>>();
  for (const object of live.values()) {
    const id = workloadOf(object);
    if (id === undefined || !ids.has(id)) continue;
    const text = object.metadata.annotations?.[ANNOTATION_MOVING] ?? '';
    const known = places.get(id) ?? new Set();
    places.set(id, known);
    text.split(',').forEach(place => known.add(place));
  }
  return places;
}

function entityOf(id: string): string {
  return id.slice(id.indexOf(' ') + 1);
}
