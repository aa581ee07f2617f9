import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../../../objects';
import { listWorkloads } from '../../rules/read/workloads';
import type { LintContext } from '../../types';
import { core, namespaceOf } from './objects';

/**
 * The pods of a cluster. In a namespace without any, as manifests in a
 * repository are, what controllers would make stands for them, without what
 * is injected.
 */
export function listPods(context: LintContext): readonly MeshObject[] {
  return context.derive(readPods);
}

/** Pods that are only declared: whether they get a proxy is not known. */
export function listDeclaredPods(
  context: LintContext,
): ReadonlySet<MeshObject> {
  return context.derive(declarePods);
}

function readPods(context: LintContext): MeshObject[] {
  return [...core(context, 'Pod'), ...listDeclaredPods(context)];
}

function declarePods(context: LintContext): ReadonlySet<MeshObject> {
  const running = new Set(core(context, 'Pod').map(namespaceOf));
  return new Set(
    listWorkloads(context)
      .filter(({ namespace }) => !running.has(namespace))
      .map(({ name, namespace, labels, annotations, pod }) => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace, labels, annotations },
        spec: pod as JsonObject,
      })),
  );
}
