import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { type Labels, selectorOf } from './labelSelector';
import { isSameLabels, type Succession } from './succession';
import { withDigest } from './withDigest';

const SUFFIX = '-old';

/**
 * Denials, questions and readers of tokens once more for old pods, where they
 * came into being after these: what calls are admitted by says of old pods
 * what is wanted of the new ones, so that these must be asked about as well.
 */
export function guardOldPods(options: {
  desired: readonly MeshObject[];
  live: ReadonlyMap<string, MeshObject>;
  successions: readonly Succession[];
}): MeshObject[] {
  const { desired, live } = options;
  const moved = new Map<string, Succession[]>();
  for (const succession of options.successions) {
    const { namespace, oldLabels } = succession;
    if (oldLabels.length === 0) continue;
    moved.set(namespace, [...(moved.get(namespace) ?? []), succession]);
  }
  return desired.filter(isGuard).flatMap(object => {
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
      .map((old, place) => copyFor(object, old, place));
  });
}

function isGuard({ kind, spec }: MeshObject): boolean {
  return (
    kind === 'RequestAuthentication' ||
    (kind === 'AuthorizationPolicy' &&
      (spec?.action === 'DENY' || spec?.action === 'CUSTOM'))
  );
}

function copyFor(object: MeshObject, old: Labels, place: number): MeshObject {
  const { metadata, spec } = object;
  const number = place === 0 ? '' : `${place + 1}`;
  return withDigest({
    ...object,
    metadata: { ...metadata, name: `${metadata.name}${SUFFIX}${number}` },
    spec: { ...spec, selector: { matchLabels: old } },
  });
}
