import { createHash } from 'node:crypto';
import { isJson } from '../kubernetes/types';
import type { Json, KubeObject } from '../kubernetes/types';
import type { KindName } from './kinds';

/** Label that says which template a pod was made from. */
const HASH_LABELS: Partial<Record<KindName, string>> = {
  deployments: 'pod-template-hash',
  statefulSets: 'controller-revision-hash',
  daemonSets: 'controller-revision-hash',
};

export type WorkloadKind = 'deployments' | 'statefulSets' | 'daemonSets';

/** A workload and how many pods it wants on which nodes. */
export type Workload = {
  kind: WorkloadKind;
  object: KubeObject;
  nodes: readonly string[];
};

function record(value: unknown): Json {
  return isJson(value) ? value : {};
}

function templateOf(workload: Workload): Json {
  return record(record(workload.object.spec).template);
}

function sortKeys(_key: string, value: unknown): unknown {
  return isJson(value)
    ? Object.fromEntries(
        Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
      )
    : value;
}

/** Changes with the template, as a rolling update needs it. */
export function templateHash(workload: Workload): string {
  return createHash('sha256')
    .update(JSON.stringify(templateOf(workload), sortKeys))
    .digest('hex')
    .slice(0, 10);
}

/** Names of the pods that should exist; one per node, or as many as wanted. */
export function wantedPods(workload: Workload): string[] {
  const { kind, object, nodes } = workload;
  const { name } = object.metadata;
  const replicas = Number(record(object.spec).replicas ?? 1);
  const numbers = Array.from({ length: replicas }, (_, index) => index);
  const hash = templateHash(workload);
  switch (kind) {
    case 'statefulSets':
      return numbers.map(index => `${name}-${index}`);
    case 'daemonSets':
      return nodes.map(node => `${name}-${suffix(`${node}/${hash}`)}`);
    default:
      return numbers.map(
        index => `${name}-${hash}-${suffix(`${hash}/${index}`)}`,
      );
  }
}

function suffix(seed: string): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, 5);
}

/** Was made by this workload from its template of now. */
export function isCurrent(pod: KubeObject, workload: Workload): boolean {
  const label = HASH_LABELS[workload.kind] ?? '';
  return (
    isOwnedBy(pod, workload.object) &&
    pod.metadata.labels?.[label] === templateHash(workload)
  );
}

export function isOwnedBy(pod: KubeObject, owner: KubeObject): boolean {
  return (
    pod.metadata.ownerReferences?.some(
      reference => reference.uid === owner.metadata.uid,
    ) ?? false
  );
}

/** A pod as its workload's template describes it. */
export function buildPod(workload: Workload, name: string): KubeObject {
  const { kind, object, nodes } = workload;
  const template = templateOf(workload);
  const metadata = record(template.metadata);
  const index = wantedPods(workload).indexOf(name);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: object.metadata.namespace,
      labels: {
        ...(record(metadata.labels) as Record<string, string>),
        [HASH_LABELS[kind] ?? '']: templateHash(workload),
      },
      annotations: record(metadata.annotations) as Record<string, string>,
      ownerReferences: [
        {
          apiVersion: object.apiVersion,
          kind: object.kind,
          name: object.metadata.name,
          uid: object.metadata.uid ?? '',
          controller: true,
        },
      ],
    },
    spec: {
      serviceAccountName: 'default',
      nodeName: nodes[Math.max(index, 0) % Math.max(nodes.length, 1)],
      ...record(template.spec),
    },
  };
}

function statuses(containers: unknown): Json[] {
  const list = Array.isArray(containers) ? containers.filter(isJson) : [];
  return list.map(({ name, image }) => ({
    name,
    image,
    imageID: '',
    ready: true,
    started: true,
    restartCount: 0,
    state: { running: {} },
  }));
}

/** The status of a pod that runs. */
export function runningStatus(pod: KubeObject, podIP: string): Json {
  const spec = record(pod.spec);
  const since = pod.metadata.creationTimestamp;
  const conditions = [
    'PodScheduled',
    'Initialized',
    'ContainersReady',
    'Ready',
  ];
  return {
    phase: 'Running',
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: since,
    conditions: conditions.map(type => ({
      type,
      status: 'True',
      lastTransitionTime: since,
    })),
    containerStatuses: statuses(spec.containers),
    initContainerStatuses: statuses(spec.initContainers),
  };
}

/** The status of a workload with so many pods that run. */
export function workloadStatus(workload: Workload, ready: number): Json {
  const { kind, object } = workload;
  const observedGeneration = object.metadata.generation;
  if (kind === 'daemonSets') {
    return {
      observedGeneration,
      desiredNumberScheduled: workload.nodes.length,
      currentNumberScheduled: ready,
      updatedNumberScheduled: ready,
      numberAvailable: ready,
      numberReady: ready,
      numberMisscheduled: 0,
    };
  }
  return {
    observedGeneration,
    replicas: ready,
    readyReplicas: ready,
    updatedReplicas: ready,
    availableReplicas: ready,
    ...(kind === 'deployments' && {
      conditions: [
        {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          lastTransitionTime: object.metadata.creationTimestamp,
        },
      ],
    }),
  };
}
