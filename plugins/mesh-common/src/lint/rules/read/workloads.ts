import {
  isRecord,
  toLabels,
  toRecord,
  toRecords,
  toText,
} from '../../../evaluate/readJson';
import type { MeshObject } from '../../../objects';
import type { LintContext } from '../../types';
import { isInLabels, LabelIndex } from './LabelIndex';
import type { Json } from './policies';
import { plain } from './plain';

/** Pods of one kind: a Deployment, a Job, a pod that nothing owns. */
export type Workload = {
  object: MeshObject;
  namespace: string;
  name: string;
  /** Of its pods. */
  labels: Record<string, string>;
  annotations: Record<string, string>;
  serviceAccount: string;
  pod: Json;
  /** Where the pod is described in the object. */
  path: string;
};

const controllers = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
];

/** Every workload; a pod only where no controller stands for it. */
export function listWorkloads(context: LintContext): readonly Workload[] {
  return context.derive(readWorkloads);
}

/** Workloads of a namespace that have all the labels. */
export function findWorkloads(
  context: LintContext,
  namespace: string,
  matchLabels: Record<string, string> | undefined,
): readonly Workload[] {
  return context.derive(indexWorkloads).find(namespace, matchLabels);
}

/** Workloads that an object with a target is for. */
export function workloadsOfTarget(
  context: LintContext,
  target: { namespace: string; matchLabels?: Record<string, string> },
): readonly Workload[] {
  const { namespace, matchLabels } = target;
  if (namespace !== context.options.rootNamespace) {
    return findWorkloads(context, namespace, matchLabels);
  }
  const all = listWorkloads(context);
  return matchLabels
    ? all.filter(({ labels }) => isInLabels(matchLabels, labels))
    : all;
}

function indexWorkloads(context: LintContext): LabelIndex<Workload> {
  return new LabelIndex(listWorkloads(context));
}

function readWorkloads(context: LintContext): readonly Workload[] {
  const found = controllers
    .flatMap(kind => context.ofKind(kind))
    .filter(object => !isOwnedByOther(object))
    .map(readController);
  const known = new Set(found.map(({ namespace }) => namespace));
  const owners = new Set<string>();
  for (const pod of context.ofKind('Pod')) {
    const { namespace = '' } = pod.metadata;
    const owner = ownerOf(pod);
    const key = `${namespace}/${owner ?? `pod ${pod.metadata.name}`}`;
    if ((owner === undefined || !known.has(namespace)) && !owners.has(key)) {
      owners.add(key);
      found.push(readPod(pod));
    }
  }
  return found;
}

function ownerOf(object: MeshObject): string | undefined {
  const metadata: Json = object.metadata;
  const [owner] = toRecords(metadata.ownerReferences);
  return owner && `${plain(owner.kind)} ${plain(owner.name)}`;
}

/** ReplicaSets of Deployments, Jobs of CronJobs. */
function isOwnedByOther(object: MeshObject): boolean {
  const owner = ownerOf(object);
  return controllers.some(kind => owner?.startsWith(`${kind} `));
}

function readController(object: MeshObject): Workload {
  const spec = toRecord(object.spec);
  const [template, path] =
    object.kind === 'CronJob'
      ? [
          toRecord(toRecord(toRecord(spec.jobTemplate).spec).template),
          'spec/jobTemplate/spec/template/spec',
        ]
      : [toRecord(spec.template), 'spec/template/spec'];
  const metadata = toRecord(template.metadata);
  const own = { labels: metadata.labels, annotations: metadata.annotations };
  return toWorkload(object, { pod: toRecord(template.spec), path, ...own });
}

export function readPod(object: MeshObject): Workload {
  const { labels, annotations } = object.metadata;
  const own = { labels, annotations };
  return toWorkload(object, {
    pod: toRecord(object.spec),
    path: 'spec',
    ...own,
  });
}

type Template = {
  pod: Json;
  path: string;
  labels: unknown;
  annotations: unknown;
};

function toWorkload(
  object: MeshObject,
  { pod, path, labels, annotations }: Template,
): Workload {
  return {
    object,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
    labels: toLabels(labels),
    annotations: toLabels(annotations),
    serviceAccount:
      toText(pod.serviceAccountName) ?? toText(pod.serviceAccount) ?? 'default',
    pod,
    path,
  };
}

/** Its containers, those that run before and beside them too. */
export function listContainers({ pod }: Workload): Json[] {
  return [
    ...toRecords(pod.initContainers),
    ...toRecords(pod.containers),
  ].filter(isRecord);
}
