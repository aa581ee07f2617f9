import { ANNOTATION_ENTITIES, LABEL_ENTITY } from '../objects/annotations';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { isSelected, type Labels, selectorOf } from './labelSelector';

/**
 * A workload whose pods are on their way from old labels or an old identity
 * to new ones.
 */
export type Succession = {
  /** `namespace entity`. */
  id: string;
  namespace: string;
  labels: Labels;
  account: string;
  /** Labels by which its pods were known, while such pods run. */
  oldLabels: Labels[];
  /** Other identities that its pods run under. */
  oldAccounts: string[];
};

/** A workload as the desired objects know it. */
export type Desired = Pick<
  Succession,
  'id' | 'namespace' | 'labels' | 'account'
> & { former: Labels[] };

const policyKinds = ['AuthorizationPolicy', 'NetworkPolicy'];
const ENDED = ['Succeeded', 'Failed'];

/** The workloads that policies protect, by `namespace entity`. */
export function listDesired(
  desired: readonly MeshObject[],
  live: ReadonlyMap<string, MeshObject>,
): Map<string, Desired> {
  const accounts = new Map<string, string>();
  for (const { kind, metadata } of desired) {
    if (kind !== 'ServiceAccount') continue;
    const entities = metadata.annotations?.[ANNOTATION_ENTITIES] ?? '';
    for (const entity of entities.split(',')) {
      accounts.set(`${metadata.namespace} ${entity}`, metadata.name);
    }
  }
  const workloads = new Map<string, Desired>();
  for (const object of desired) {
    const id = workloadOf(object);
    const account = id === undefined ? undefined : accounts.get(id);
    const labels = selectorOf(object).matchLabels;
    if (id === undefined || account === undefined || !labels) continue;
    const { namespace = '' } = object.metadata;
    const known = workloads.get(id);
    const workload = known ?? { id, namespace, labels, account, former: [] };
    workloads.set(id, workload);
    if (!isSameLabels(workload.labels, labels)) continue;
    const before = live.get(objectKey(object));
    const former = before && selectorOf(before).matchLabels;
    if (former && !isSameLabels(former, labels)) workload.former.push(former);
  }
  return workloads;
}

/** `namespace entity` of a policy for the pods of one workload. */
export function workloadOf({ kind, metadata }: MeshObject): string | undefined {
  const { namespace, annotations = {}, labels = {} } = metadata;
  return policyKinds.includes(kind) && labels[LABEL_ENTITY] !== undefined
    ? `${namespace} ${annotations[ANNOTATION_ENTITIES]}`
    : undefined;
}

/** Workloads of which pods run that are not yet as they are to be. */
export function listSuccessions(
  workloads: ReadonlyMap<string, Desired>,
  live: Iterable<MeshObject>,
): Succession[] {
  const buckets = new Map<string, Array<{ labels: Labels; of: Desired }>>();
  for (const of of workloads.values()) {
    for (const labels of [of.labels, ...of.former]) {
      const bucket = bucketOf(of.namespace, labels);
      buckets.set(bucket, [...(buckets.get(bucket) ?? []), { labels, of }]);
    }
  }
  const found = new Map<string, Succession>();
  for (const pod of live) {
    if (!isRunningPod(pod)) continue;
    const { namespace = '', labels = {} } = pod.metadata;
    const matches = Object.entries(labels)
      .flatMap(
        ([key, value]) => buckets.get(`${namespace} ${key}=${value}`) ?? [],
      )
      .filter(entry => isSelected({ matchLabels: entry.labels }, labels));
    const current = matches.filter(({ labels: own, of }) => own === of.labels);
    // Pods that are somebody's now are not somebody else's of old.
    for (const match of current.length > 0 ? current : matches) {
      note(found, match, accountOf(pod));
    }
  }
  return [...found.values()];
}

function note(
  found: Map<string, Succession>,
  { labels, of }: { labels: Labels; of: Desired },
  account: string,
): void {
  const isMoved = labels !== of.labels;
  if (!isMoved && account === of.account) return;
  const { former: _, ...workload } = of;
  const known = found.get(of.id) ?? {
    ...workload,
    oldLabels: [],
    oldAccounts: [],
  };
  found.set(of.id, known);
  if (isMoved && !known.oldLabels.some(old => isSameLabels(old, labels))) {
    known.oldLabels.push(labels);
  }
  if (account !== of.account && !known.oldAccounts.includes(account)) {
    known.oldAccounts.push(account);
  }
}

/** False for every other object, and for pods that have ended. */
export function isRunningPod({ kind, status }: MeshObject): boolean {
  const phase = (status as { phase?: string } | undefined)?.phase ?? '';
  return kind === 'Pod' && !ENDED.includes(phase);
}

function accountOf({ spec }: MeshObject): string {
  const account = spec?.serviceAccountName;
  return typeof account === 'string' ? account : 'default';
}

export function isSameLabels(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => a[key] === b[key])
  );
}

function bucketOf(namespace: string, labels: Labels): string {
  const [first = ''] = Object.keys(labels).sort();
  const value = labels[first];
  return `${namespace} ${first}=${typeof value === 'string' ? value : ''}`;
}
