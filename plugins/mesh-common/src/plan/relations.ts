import { toPair } from './edgePairs';
import { isSelected, type Labels } from './labelSelector';
import { type Desired, hasMoved } from './desiredWorkloads';
import type { Succession } from './succession';

/** What of a succession matters to the policies of a workload. */
export type Related = {
  succession: Succession;
  /** What it calls, or is called by, is the workload of the policies. */
  isCaller: boolean;
  isCalled: boolean;
  /** True when live policies say that the edge was granted. */
  isGrantedBefore: boolean;
};

type Options = {
  successions: readonly Succession[];
  workloads: ReadonlyMap<string, Desired>;
  /** Of workloads where they live from now on. */
  edges: Record<'before' | 'after', ReadonlySet<string>>;
};

/**
 * Of each workload, the successions at the other end of edges that are granted
 * in the end, without what must not be kept of them.
 */
export function listRelations(options: Options): Map<string, Related[]> {
  const { successions, workloads, edges } = options;
  const byId = new Map(successions.map(item => [item.id, item]));
  const membersOf = listMembers(workloads);
  const isTaken = createSharing(options);
  const free = createLabelFilter(workloads);
  const relations = new Map<string, Related[]>();
  const add = (id: string, succession: Succession, edge: Edge) => {
    const related = relations.get(id) ?? [];
    relations.set(id, related);
    related.push({
      isCaller: edge.caller === succession.id && edge.called === id,
      isCalled: edge.caller === id && edge.called === succession.id,
      isGrantedBefore: edges.before.has(edge.pair),
      succession: {
        ...succession,
        oldAccounts: succession.oldAccounts.filter(
          account => !isTaken(succession, account, edge.provider),
        ),
        oldLabels: free(succession),
      },
    });
  };
  for (const pair of edges.after) {
    const [consumer, provider] = pair.split('>');
    for (const caller of membersOf(consumer)) {
      for (const called of membersOf(provider)) {
        const edge = { pair, provider, caller, called };
        const [from, to] = [byId.get(caller), byId.get(called)];
        if (from) add(called, from, edge);
        if (to) add(caller, to, edge);
      }
    }
  }
  return relations;
}

/** Between two workloads, or what they have left behind. */
type Edge = { pair: string; provider: string; caller: string; called: string };

/** A workload, and what it has left behind in other namespaces. */
function listMembers(
  workloads: ReadonlyMap<string, Desired>,
): (id: string) => string[] {
  const moved = new Map<string, string[]>();
  for (const workload of workloads.values()) {
    const { id, heir } = workload;
    if (hasMoved(workload)) moved.set(heir, [...(moved.get(heir) ?? []), id]);
  }
  return id => [id, ...(moved.get(id) ?? [])];
}

/**
 * Tells whether others have an old identity who may not call a provider: who
 * shares one gets what all may that share it.
 */
function createSharing(options: Options) {
  const { edges } = options;
  const users = indexUsers(options);
  return (
    { namespace, heir }: Succession,
    account: string,
    provider: string,
  ): boolean =>
    (users.get(`${namespace} ${account}`) ?? []).some(
      other => other !== heir && !edges.after.has(toPair(other, provider)),
    );
}

/** Whose an account is, now or of old, by `namespace account`. */
function indexUsers({ successions, workloads }: Options) {
  const users = new Map<string, Set<string>>();
  const add = (namespace: string, account: string, id: string) => {
    const key = `${namespace} ${account}`;
    users.set(key, (users.get(key) ?? new Set()).add(id));
  };
  for (const { home, account, heir } of workloads.values()) {
    add(home, account, heir);
  }
  for (const { namespace, oldAccounts, heir } of successions) {
    oldAccounts.forEach(account => add(namespace, account, heir));
  }
  return new Map([...users].map(([key, ids]) => [key, [...ids]]));
}

/** Leaves out old labels that others take over. */
export function createLabelFilter(workloads: ReadonlyMap<string, Desired>) {
  const homes = new Map<string, Desired[]>();
  for (const workload of workloads.values()) {
    if (hasMoved(workload)) continue;
    const home = homes.get(workload.namespace);
    if (home) home.push(workload);
    else homes.set(workload.namespace, [workload]);
  }
  const made = new Map<string, Labels[]>();
  return ({ id, namespace, oldLabels }: Succession): Labels[] => {
    const known = made.get(id);
    if (known) return known;
    const free = oldLabels.filter(
      labels =>
        !homes
          .get(namespace)
          ?.some(
            other =>
              other.id !== id &&
              isSelected({ matchLabels: labels }, other.labels),
          ),
    );
    made.set(id, free);
    return free;
  };
}
