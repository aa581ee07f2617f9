import type { MeshObject } from '../../objects';
import { isRecord, toLabels } from '../../evaluate/readJson';
import type { LintContext, ObjectRule } from '../types';
import { listDeclaredPods, listPods } from './context/declaredPods';
import { isPodAmbient, isPodInMesh } from './context/inMesh';
import { formatLabels } from './context/labels';
import {
  fullName,
  groups,
  namespaceOf,
  specOf,
  type Labels,
} from './context/objects';
import { toPods, type Pods } from './context/pods';

/** It protects nobody: a typing error here leaves a workload open. */
export const noMatchingWorkloads: ObjectRule = {
  code: 'MW2127',
  severity: 'warning',
  summary: 'AuthorizationPolicies have workloads',
  aliases: ['IST0127'],
  check: context => {
    if (!context.options.complete) return [];
    const pods = indexMeshPods(context);
    const { rootNamespace } = context.options;
    return context
      .ofKind('AuthorizationPolicy', groups.security)
      .map(object => ({ object, labels: readSelector(object) }))
      .filter(({ object, labels }) => {
        const home = namespaceOf(object);
        if (home !== rootNamespace) return !pods.first(labels ?? {}, home);
        return labels !== undefined && !pods.first(labels);
      })
      .map(({ object, labels }) => ({
        object,
        path: 'spec/selector',
        message: `AuthorizationPolicy ${fullName(
          object,
        )} protects nobody: no pod of the mesh is in its namespace${
          labels ? ` with the labels ${formatLabels(labels)}` : ''
        }. Use the labels of the pods, and the namespace that they are in.`,
      }));
  },
};

/** Undefined for everybody. */
function readSelector(object: MeshObject): Labels | undefined {
  const { selector } = specOf(object);
  return isRecord(selector) ? toLabels(selector.matchLabels) : undefined;
}

function indexMeshPods(context: LintContext): Pods {
  const declared = listDeclaredPods(context);
  return toPods(
    listPods(context).filter(
      pod =>
        declared.has(pod) || isPodInMesh(pod, context) || isPodAmbient(pod),
    ),
  );
}
