import type { LintContext, ObjectRule, RuleFinding } from '../../types';
import { isAmbient, isInjected, namespaceLabels } from '../read/namespaces';
import {
  listContainers,
  listWorkloads,
  type Workload,
} from '../read/workloads';

/** A pod is captured by its own proxy or by ztunnel, never by both. */
export const twoDataPlanes: ObjectRule = {
  code: 'MW2211',
  severity: 'error',
  summary: 'A workload has a sidecar or is ambient, not both',
  aliases: ['KIA1311', 'KIA1314', 'KIA1315', 'KIA1316'],
  check: context => [
    ...context.ofKind('Namespace').flatMap((object): RuleFinding[] => {
      const labels = namespaceLabels(context, object.metadata.name);
      return isAmbient(labels) && isInjected(labels)
        ? [
            {
              object,
              path: 'metadata/labels',
              message:
                'The namespace asks for sidecars and for ambient at once; pods with a sidecar are then not captured by ztunnel. Keep one of the labels.',
            },
          ]
        : [];
    }),
    ...listWorkloads(context).flatMap(workload => check(context, workload)),
  ],
};

function check(context: LintContext, workload: Workload): RuleFinding[] {
  const { object, labels, annotations, namespace } = workload;
  const hasSidecar =
    labels['sidecar.istio.io/inject'] === 'true' ||
    annotations['sidecar.istio.io/inject'] === 'true' ||
    listContainers(workload).some(({ name }) => name === 'istio-proxy');
  if (!hasSidecar) return [];
  const isOwn =
    isAmbient(labels) ||
    annotations['ambient.istio.io/redirection'] === 'enabled';
  const isInherited =
    isAmbient(namespaceLabels(context, namespace)) &&
    labels['istio.io/dataplane-mode'] !== 'none';
  if (!isOwn && !isInherited) return [];
  const message = isOwn
    ? 'The workload has a sidecar and is marked ambient too: traffic would go through both, and ztunnel passes it by. Keep one.'
    : 'The workload has a sidecar in an ambient namespace: policies for its namespace are enforced there, not by ztunnel or a waypoint. Label it istio.io/dataplane-mode: none if that is meant, else remove the sidecar.';
  return [
    {
      object,
      path: 'metadata',
      message,
      severity: isOwn ? undefined : 'warning',
    },
  ];
}
