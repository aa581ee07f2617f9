import { uniqWith } from 'lodash';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { DIRECTIONS, readAccessForm } from './accessForm';
import { copyName, NEXT_SUFFIX } from './copies';
import { type Desired, hasMoved } from './desiredWorkloads';
import { isSameLabels, type Labels, selectorOf } from './labelSelector';
import type { Openings } from './Openings';
import { readBaselines } from './phaseOfPeer';
import type { Succession } from './succession';
import { withDigest } from './withDigest';

type Options = {
  desired: readonly MeshObject[];
  live: ReadonlyMap<string, MeshObject>;
  successions: readonly Succession[];
  workloads: ReadonlyMap<string, Desired>;
  openings: Openings;
};

/** Labels of a workload that policies still select, or pods still have. */
type Moved = { labels: Labels; oldLabels: Labels[]; running: Labels[] };

/**
 * What is made once more for old pods, where it comes into being after these:
 * denials, questions and readers of tokens, because what calls are admitted by
 * says of old pods what is wanted of the new ones; what admits, where such
 * pods were open and others close them; and all that holds for pods that are
 * old again before those that are older have gone.
 */
export function guardOldPods(options: Options): MeshObject[] {
  const { desired, live } = options;
  const moved = listMoved(options);
  if (moved.size === 0) return [];
  const isKept = createKeeping(options);
  return desired.flatMap(object => {
    const labels = selectorOf(object).matchLabels;
    const found =
      labels &&
      moved
        .get(object.metadata.namespace ?? '')
        ?.find(item => isSameLabels(item.labels, labels));
    const known = live.get(objectKey(object));
    const held = known && selectorOf(known).matchLabels;
    return (found?.oldLabels ?? [])
      .filter(old => !held || !isSameLabels(old, held))
      .map((old, place) => ({ old, copy: copyFor(object, old, place) }))
      .filter(({ old, copy }) =>
        found?.running.includes(old)
          ? isGuard(object) ||
            isStaged(object, old, live) ||
            isKept(copy, old, known)
          : isMade(copy, old, live),
      )
      .map(({ copy }) => copy);
  });
}

/** By namespace. When the last old pod is gone, policies go on later. */
function listMoved({ successions, workloads }: Options): Map<string, Moved[]> {
  const moved = new Map<string, Moved[]>();
  const running = new Map(successions.map(item => [item.id, item.oldLabels]));
  for (const workload of workloads.values()) {
    const { id, namespace, labels, former } = workload;
    if (hasMoved(workload)) continue;
    const own = running.get(id) ?? [];
    if (own.length === 0 && former.length === 0) continue;
    const oldLabels = uniqWith([...own, ...former], isSameLabels);
    const home = moved.get(namespace) ?? [];
    moved.set(namespace, home);
    home.push({ labels, oldLabels, running: own });
  }
  return moved;
}

/** True of pods for which alone the second one was made that now goes on. */
function isStaged(
  object: MeshObject,
  old: Labels,
  live: ReadonlyMap<string, MeshObject>,
): boolean {
  const next = live.get(`${objectKey(object)}${NEXT_SUFFIX}`);
  const labels = next && selectorOf(next).matchLabels;
  return labels !== undefined && isSameLabels(old, labels);
}

/** True when it is there for the same pods. */
function isMade(
  copy: MeshObject,
  old: Labels,
  live: ReadonlyMap<string, MeshObject>,
): boolean {
  const before = live.get(objectKey(copy));
  const labels = before && selectorOf(before).matchLabels;
  return labels !== undefined && isSameLabels(old, labels);
}

/**
 * Tells which policies keep open to old pods what is open to them now, and
 * would be closed by others that come into being.
 */
function createKeeping({ live, openings }: Options) {
  const baselines = readBaselines(live.values());
  return (copy: MeshObject, old: Labels, known?: MeshObject): boolean => {
    const made = isMade(copy, old, live);
    const { namespace = '' } = copy.metadata;
    if (copy.kind === 'PeerAuthentication') {
      return made || (!known && baselines.get(namespace) !== 'STRICT');
    }
    const form = readAccessForm(copy);
    if (!form || made) return form !== undefined;
    // A plan that broke off may have made it for new pods, or closed one side.
    return DIRECTIONS.some(
      direction =>
        form[direction] &&
        openings.isOpen({ namespace, labels: old, direction }),
    );
  };
}

function isGuard({ kind, spec }: MeshObject): boolean {
  return (
    kind === 'RequestAuthentication' ||
    (kind === 'AuthorizationPolicy' &&
      (spec?.action === 'DENY' || spec?.action === 'CUSTOM'))
  );
}

function copyFor(object: MeshObject, old: Labels, place: number): MeshObject {
  const { kind, metadata, spec } = object;
  return withDigest({
    ...object,
    metadata: { ...metadata, name: copyName(metadata.name, place) },
    spec: {
      ...spec,
      [kind === 'NetworkPolicy' ? 'podSelector' : 'selector']: {
        matchLabels: old,
      },
    },
  });
}
