import type { MeshObject } from '../../../objects';
import type { LintContext } from '../../types';
import { listPods } from './declaredPods';
import { LabelIndex } from './LabelIndex';
import { labelsOf, namespaceOf, type Labels } from './objects';

/** Pods for look-up by labels. */
export type Pods = {
  readonly all: readonly MeshObject[];
  /** In every namespace, or in one. */
  select(labels: Labels, namespace?: string): Iterable<MeshObject>;
  first(labels: Labels, namespace?: string): MeshObject | undefined;
};

/** The pods of the cluster; derive it from the context. */
export function indexPods(context: LintContext): Pods {
  return toPods(listPods(context));
}

/** Pods with the labels that they have, or others. */
export function toPods(
  all: readonly MeshObject[],
  toLabels: (pod: MeshObject) => Labels = labelsOf,
): Pods {
  const everywhere = new LabelIndex<MeshObject>();
  const byNamespace = new Map<string, LabelIndex<MeshObject>>();
  for (const pod of all) {
    const namespace = namespaceOf(pod);
    const home = byNamespace.get(namespace) ?? new LabelIndex<MeshObject>();
    byNamespace.set(namespace, home);
    const labels = toLabels(pod);
    home.add(labels, pod);
    everywhere.add(labels, pod);
  }
  const indexOf = (namespace?: string) =>
    namespace === undefined ? everywhere : byNamespace.get(namespace);
  return {
    all,
    select: (labels, namespace) => indexOf(namespace)?.select(labels) ?? [],
    first: (labels, namespace) => indexOf(namespace)?.first(labels),
  };
}
