import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { DIRECTIONS, readAccessForm } from './accessForm';
import { isSameLabels } from './desiredWorkloads';
import { type Labels, selectorOf } from './labelSelector';
import type { Openings } from './Openings';
import { readBaselines } from './phaseOfPeer';
import type { Succession } from './succession';
import { withDigest } from './withDigest';

const SUFFIX = '-old';

type Options = {
  desired: readonly MeshObject[];
  live: ReadonlyMap<string, MeshObject>;
  successions: readonly Succession[];
  openings: Openings;
};

/**
 * What is made once more for old pods, where it comes into being after these:
 * denials, questions and readers of tokens, because what calls are admitted by
 * says of old pods what is wanted of the new ones; and what admits, where such
 * pods were open and others close them.
 */
export function guardOldPods(options: Options): MeshObject[] {
  const { desired, live } = options;
  const moved = new Map<string, Succession[]>();
  for (const succession of options.successions) {
    const { namespace, oldLabels } = succession;
    if (oldLabels.length === 0) continue;
    moved.set(namespace, [...(moved.get(namespace) ?? []), succession]);
  }
  if (moved.size === 0) return [];
  const isKept = createKeeping(options);
  return desired.flatMap(object => {
    const labels = selectorOf(object).matchLabels;
    const succession =
      labels &&
      moved
        .get(object.metadata.namespace ?? '')
        ?.find(item => isSameLabels(item.labels, labels));
    const known = live.get(objectKey(object));
    const held = known && selectorOf(known).matchLabels;
    return (succession?.oldLabels ?? [])
      .filter(old => !held || !isSameLabels(old, held))
      .map((old, place) => ({ old, copy: copyFor(object, old, place) }))
      .filter(({ old, copy }) => isGuard(object) || isKept(copy, old, known))
      .map(({ copy }) => copy);
  });
}

/**
 * Tells which policies keep open to old pods what is open to them now, and
 * would be closed by others that come into being.
 */
function createKeeping({ live, openings }: Options) {
  const baselines = readBaselines(live.values());
  return (copy: MeshObject, old: Labels, known?: MeshObject): boolean => {
    const before = live.get(objectKey(copy));
    const isMade =
      before && isSameLabels(old, selectorOf(before).matchLabels ?? {});
    const { namespace = '' } = copy.metadata;
    if (copy.kind === 'PeerAuthentication') {
      return isMade ?? (!known && baselines.get(namespace) !== 'STRICT');
    }
    const form = readAccessForm(copy);
    if (!form || isMade) return form !== undefined;
    return (
      !known &&
      DIRECTIONS.filter(direction => form[direction]).every(direction =>
        openings.isOpen({ namespace, labels: old, direction }),
      )
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
  const number = place === 0 ? '' : `${place + 1}`;
  return withDigest({
    ...object,
    metadata: { ...metadata, name: `${metadata.name}${SUFFIX}${number}` },
    spec: {
      ...spec,
      [kind === 'NetworkPolicy' ? 'podSelector' : 'selector']: {
        matchLabels: old,
      },
    },
  });
}
