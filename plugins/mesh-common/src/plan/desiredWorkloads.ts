import { ANNOTATION_ENTITIES, LABEL_INSTANCE } from '../objects/annotations';
import { objectKey } from '../objects/objectKey';
import { isOwned } from '../objects/ownership';
import type { MeshObject } from '../objects/types';
import { listFormerHomes } from './formerHomes';
import { isSameLabels, type Labels, selectorOf } from './labelSelector';
import { listCopies, NEXT_SUFFIX } from './copies';
import { workloadOf } from './owners';
import { listPortMoves, type PortMove, portsTextOf } from './portMoves';

/**
 * A workload as the desired objects know it; or what it leaves behind in a
 * namespace that it has moved away from, where all of its pods are old.
 */
export type Desired = {
  /** `namespace entity`. */
  id: string;
  namespace: string;
  /** The same, of where it lives from now on. */
  heir: string;
  home: string;
  /** Of its new pods. */
  labels: Labels;
  account: string;
  /** Labels and numbers of ports that live policies still say of it. */
  former: Labels[];
  moves: PortMove[];
  /** Labels of pods that were old before, for which copies are there. */
  copied: Labels[];
};

/**
 * The workloads that policies protect, by `namespace entity`, and those that
 * they protected in another namespace.
 */
export function listDesired(
  desired: readonly MeshObject[],
  live: ReadonlyMap<string, MeshObject>,
): Map<string, Desired> {
  const accounts = indexAccounts(desired);
  const workloads = new Map<string, Desired>();
  const ports = new Map<string, string>();
  for (const object of desired) {
    const id = workloadOf(object);
    const account = id === undefined ? undefined : accounts.get(id);
    const labels = selectorOf(object).matchLabels;
    if (id === undefined || account === undefined || !labels) continue;
    const { namespace = '' } = object.metadata;
    const known = workloads.get(id);
    const workload: Desired = known ?? {
      ...{ id, namespace, heir: id, home: namespace },
      ...{ labels, account, former: [], moves: [], copied: [] },
    };
    workloads.set(id, workload);
    if (!ports.get(id)) ports.set(id, portsTextOf(object));
    if (!isSameLabels(workload.labels, labels)) continue;
    const key = objectKey(object);
    workload.former.push(
      ...listFormer(live.get(key), labels),
      // It was on its way to other labels than these.
      ...listFormer(live.get(`${key}${NEXT_SUFFIX}`), labels),
    );
    workload.copied.push(
      ...listCopies(key).flatMap(copy => listFormer(live.get(copy), labels)),
    );
  }
  const instance = desired[0]?.metadata.labels?.[LABEL_INSTANCE];
  const { former, left } = readPolicies({ live, ports, instance });
  for (const [id, texts] of former) {
    const workload = workloads.get(id);
    workload?.moves.push(...listPortMoves(texts, ports.get(id) ?? ''));
  }
  for (const item of listFormerHomes({ workloads, live, ports, left })) {
    workloads.set(item.id, item);
  }
  return workloads;
}

/** The labels that a policy selects by, where they are others. */
function listFormer(before: MeshObject | undefined, labels: Labels): Labels[] {
  const former = before && selectorOf(before).matchLabels;
  return former && !isSameLabels(former, labels) ? [former] : [];
}

/** True of what a workload leaves behind in another namespace. */
export function hasMoved({ id, heir }: Pick<Desired, 'id' | 'heir'>): boolean {
  return id !== heir;
}

/** Names of accounts by `namespace entity`. */
function indexAccounts(desired: readonly MeshObject[]): Map<string, string> {
  const accounts = new Map<string, string>();
  for (const { kind, metadata } of desired) {
    if (kind !== 'ServiceAccount') continue;
    const entities = metadata.annotations?.[ANNOTATION_ENTITIES] ?? '';
    for (const entity of entities.split(',')) {
      accounts.set(`${metadata.namespace} ${entity}`, metadata.name);
    }
  }
  return accounts;
}

/**
 * What live policies of workloads say of ports, where that differs; and those
 * of ours whose workload is not wanted where they are.
 */
function readPolicies(options: {
  live: ReadonlyMap<string, MeshObject>;
  ports: ReadonlyMap<string, string>;
  /** Whose the objects are; what others have is no concern of theirs. */
  instance?: string;
}) {
  const { live, ports, instance = '' } = options;
  const former = new Map<string, Set<string>>();
  const left = new Map<string, MeshObject[]>();
  for (const object of live.values()) {
    const id = workloadOf(object);
    if (id === undefined) continue;
    const now = ports.get(id);
    const text = portsTextOf(object);
    if (now === undefined) {
      if (isOwned(object, instance)) {
        left.set(id, [...(left.get(id) ?? []), object]);
      }
    } else if (now && text && text !== now) {
      former.set(id, (former.get(id) ?? new Set()).add(text));
    }
  }
  return { former, left };
}
