import type { MeshObject } from '../objects/types';
import { type Desired, hasMoved } from './desiredWorkloads';
import { isSameLabels, isSelected, type Labels } from './labelSelector';
import { mayListen, type PortMove } from './portMoves';

const ENDED = ['Succeeded', 'Failed'];

/**
 * A workload whose pods are on their way from old labels, an old identity or
 * an old port to new ones.
 */
export type Succession = {
  /** `namespace entity`. */
  id: string;
  /** Where its old pods run. */
  namespace: string;
  /** As in {@link Desired}: where its new pods run. */
  heir: string;
  home: string;
  labels: Labels;
  account: string;
  /** Labels by which its pods were known, while such pods run. */
  oldLabels: Labels[];
  /** Other identities that its pods run under. */
  oldAccounts: string[];
  /** Ports on whose old number its pods may still listen. */
  oldPorts: PortMove[];
};

/** Workloads of which pods run that are not yet as they are to be. */
export function listSuccessions(
  workloads: ReadonlyMap<string, Desired>,
  live: Iterable<MeshObject>,
): Succession[] {
  const buckets = new Map<string, Array<{ labels: Labels; of: Desired }>>();
  for (const of of workloads.values()) {
    const old = [...of.former, ...of.copied];
    const all = hasMoved(of) ? old : [of.labels, ...old];
    for (const labels of all) {
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
      note(found, match, pod);
    }
  }
  return [...found.values()];
}

function note(
  found: Map<string, Succession>,
  { labels, of }: { labels: Labels; of: Desired },
  pod: MeshObject,
): void {
  const account = accountOf(pod);
  const isMoved = labels !== of.labels;
  const isRenamed = account !== of.account || hasMoved(of);
  const ports = of.moves.filter(move => mayListen(pod, move));
  if (!isMoved && !isRenamed && ports.length === 0) return;
  const { id, namespace, heir, home } = of;
  const known: Succession = found.get(id) ?? {
    ...{ id, namespace, heir, home },
    ...{ labels: of.labels, account: of.account },
    ...{ oldLabels: [], oldAccounts: [], oldPorts: [] },
  };
  found.set(id, known);
  if (isMoved && !known.oldLabels.some(old => isSameLabels(old, labels))) {
    known.oldLabels.push(labels);
  }
  if (isRenamed && !known.oldAccounts.includes(account)) {
    known.oldAccounts.push(account);
  }
  known.oldPorts.push(...ports.filter(move => !known.oldPorts.includes(move)));
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

function bucketOf(namespace: string, labels: Labels): string {
  const [first = ''] = Object.keys(labels).sort();
  const value = labels[first];
  return `${namespace} ${first}=${typeof value === 'string' ? value : ''}`;
}
