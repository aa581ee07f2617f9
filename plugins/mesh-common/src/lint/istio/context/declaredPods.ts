import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../../../objects';
import { listWorkloads } from '../../rules/read/workloads';
import type { LintContext } from '../../types';
import { core } from './objects';

/**
 * The pods of a cluster. Manifests in a repository have none: there, what
 * controllers would make stands for them, without what is injected.
 */
export function listPods(context: LintContext): readonly MeshObject[] {
  const pods = core(context, 'Pod');
  return pods.length > 0 ? pods : context.derive(listDeclaredPods);
}

/** True where pods are only declared: whether they get a proxy is not known. */
export function arePodsDeclared(context: LintContext): boolean {
  return core(context, 'Pod').length === 0;
}

function listDeclaredPods(context: LintContext): MeshObject[] {
  return listWorkloads(context).map(
    ({ name, namespace, labels, annotations, pod }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels, annotations },
      spec: pod as JsonObject,
    }),
  );
}
