import type { MeshObject, NamedPort } from '@meshwright/plugin-mesh-common';
import {
  toLabels,
  toRecord,
  toRecords,
  toText,
} from '@meshwright/plugin-mesh-common/evaluate';

/** Pods of one sort, as a manifest describes them. */
export type PodFacts = {
  /** `Deployment shop/web`. */
  name: string;
  namespace: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  serviceAccount: string;
  ports: NamedPort[];
  ip?: string;
  hasProxyContainer: boolean;
};

const TEMPLATED = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'Rollout',
]);

/** The pods of workloads, and those that nothing owns. */
export function listPods(objects: Iterable<MeshObject>): PodFacts[] {
  return [...objects].flatMap(object => {
    const spec = toRecord(object.spec);
    if (object.kind === 'Pod') {
      const { labels, annotations } = object.metadata;
      return [toPod(object, { metadata: { labels, annotations }, spec })];
    }
    if (object.kind === 'CronJob') {
      const job = toRecord(toRecord(spec.jobTemplate).spec);
      return [toPod(object, toRecord(job.template))];
    }
    return TEMPLATED.has(object.kind)
      ? [toPod(object, toRecord(spec.template))]
      : [];
  });
}

function toPod(
  object: MeshObject,
  template: Record<string, unknown>,
): PodFacts {
  const { namespace = 'default', name } = object.metadata;
  const metadata = toRecord(template.metadata);
  const spec = toRecord(template.spec);
  const containers = [
    ...toRecords(spec.initContainers),
    ...toRecords(spec.containers),
  ];
  const ip = toText(toRecord(object.status).podIP);
  return {
    name: `${object.kind} ${namespace}/${name}`,
    namespace,
    labels: toLabels(metadata.labels),
    annotations: toLabels(metadata.annotations),
    serviceAccount: toText(spec.serviceAccountName) || 'default',
    ports: containers.flatMap(readPorts),
    ...(ip && { ip }),
    hasProxyContainer: containers.some(
      container => container.name === 'istio-proxy',
    ),
  };
}

function readPorts(container: Record<string, unknown>): NamedPort[] {
  return toRecords(container.ports).flatMap(
    ({ name, containerPort, protocol }) =>
      typeof name === 'string' && typeof containerPort === 'number'
        ? [
            {
              name,
              port: containerPort,
              ...(typeof protocol === 'string' && { protocol }),
            },
          ]
        : [],
  );
}

/** How the pods of a workload meet the mesh. */
export type Membership = 'sidecar' | 'ambient' | 'none' | 'unknown';

/**
 * By its containers and by the labels that injection goes by; `unknown` where
 * the Namespace is not among the objects.
 */
export function readMembership(
  pod: PodFacts,
  namespaces: ReadonlyMap<string, Record<string, string>>,
): Membership {
  if (pod.hasProxyContainer) return 'sidecar';
  const own =
    pod.labels['sidecar.istio.io/inject'] ??
    pod.annotations['sidecar.istio.io/inject'];
  if (own === 'false') return 'none';
  if (pod.labels['istio.io/dataplane-mode'] === 'none') return 'none';
  if (own === 'true' || pod.labels['istio.io/rev']) return 'sidecar';
  const labels = namespaces.get(pod.namespace);
  if (!labels) return 'unknown';
  if (labels['istio-injection'] === 'disabled') return 'none';
  if (labels['istio-injection'] === 'enabled' || labels['istio.io/rev']) {
    return 'sidecar';
  }
  const mode =
    pod.labels['istio.io/dataplane-mode'] ?? labels['istio.io/dataplane-mode'];
  return mode === 'ambient' ? 'ambient' : 'none';
}

/** Labels of the namespaces among the objects. */
export function listNamespaceLabels(
  objects: Iterable<MeshObject>,
): Map<string, Record<string, string>> {
  return new Map(
    [...objects]
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata }) => [metadata.name, toLabels(metadata.labels)]),
  );
}
