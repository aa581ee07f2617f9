import type { MeshObject } from '../../../objects';
import type { LintContext } from '../../types';
import { append } from './groupBy';
import { namespaceOf, type Labels } from './objects';
import { indexPods } from './pods';

/** An object that is for the pods of its namespace with some labels. */
export type Selection = { object: MeshObject; labels: Labels };

/** Who is for which pods, and who is for none. */
export type Selections = {
  byPod: ReadonlyMap<MeshObject, MeshObject[]>;
  idle: Selection[];
};

/** Looks up the pods of objects with selectors. */
export function selectWorkloads(
  selections: readonly Selection[],
  context: LintContext,
): Selections {
  const pods = context.derive(indexPods);
  const byPod = new Map<MeshObject, MeshObject[]>();
  const idle = selections.filter(({ object, labels }) => {
    let isIdle = true;
    for (const pod of pods.select(labels, namespaceOf(object))) {
      isIdle = false;
      append(byPod, pod, object);
    }
    return isIdle;
  });
  return { byPod, idle };
}
