import {
  isRecord,
  toLabels,
  toRecord,
  toRecords,
  toText,
} from '../evaluate/readJson';
import type { NamedPort } from '../evaluate/types';
import type { MeshObject } from '../objects/types';

/** What makes pods alike: those of a controller, or pods themselves. */
export type PodForm = {
  namespace: string;
  name: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  serviceAccount: string;
  hostNetwork: boolean;
  /** Names of its containers. */
  containers: string[];
  namedPorts: NamedPort[];
  ports: number[];
  /** True when it was read from a pod, so that a proxy shows in it. */
  runs: boolean;
};

const ENDED = ['Succeeded', 'Failed'];

/** Labels that controllers give to each pod or each version of pods. */
const VOLATILE = [
  'pod-template-hash',
  'controller-revision-hash',
  'pod-template-generation',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'controller-uid',
];

/** The pods of objects: running ones, and what controllers would start. */
export function readPods(objects: readonly MeshObject[]): PodForm[] {
  return objects.flatMap(object => {
    const spec = toRecord(object.spec);
    switch (object.kind) {
      case 'Pod':
        return ENDED.includes(toText(toRecord(object.status).phase) ?? '')
          ? []
          : [readPod(object, { metadata: object.metadata, spec }, true)];
      case 'Deployment':
      case 'StatefulSet':
      case 'DaemonSet':
      case 'ReplicaSet':
      case 'Job':
        return [readPod(object, spec.template, false)];
      case 'CronJob':
        return [
          readPod(
            object,
            toRecord(toRecord(spec.jobTemplate).spec).template,
            false,
          ),
        ];
      default:
        return [];
    }
  });
}

function readPod(
  { metadata: { name, namespace = '' } }: MeshObject,
  template: unknown,
  runs: boolean,
): PodForm {
  const { metadata, spec } = toRecord(template);
  const own = toRecord(metadata);
  const pod = toRecord(spec);
  const labels = lastingLabels(own.labels);
  const containers = [
    ...toRecords(pod.containers),
    ...toRecords(pod.initContainers),
  ];
  const ports = containers.flatMap(item => toRecords(item.ports));
  return {
    namespace,
    name: labels['app.kubernetes.io/name'] ?? labels.app ?? name,
    labels,
    annotations: toLabels(own.annotations),
    serviceAccount: toText(pod.serviceAccountName) ?? 'default',
    hostNetwork: pod.hostNetwork === true,
    containers: containers.flatMap(item => toText(item.name) ?? []),
    namedPorts: ports.flatMap(readNamedPort),
    ports: ports.flatMap(({ containerPort, protocol = 'TCP' }) =>
      typeof containerPort === 'number' && protocol === 'TCP'
        ? [containerPort]
        : [],
    ),
    runs,
  };
}

function readNamedPort(port: unknown): NamedPort[] {
  if (!isRecord(port)) return [];
  const { name, containerPort, protocol } = port;
  if (typeof name !== 'string' || typeof containerPort !== 'number') return [];
  return [
    {
      name,
      port: containerPort,
      ...(typeof protocol === 'string' && { protocol }),
    },
  ];
}

/** Labels without those that every rollout changes. */
function lastingLabels(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(toLabels(value)).filter(
      ([name]) => !VOLATILE.includes(name),
    ),
  );
}
