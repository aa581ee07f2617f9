import { toPair } from './edgePairs';
import { isSelected, type Labels } from './labelSelector';
import type { Desired } from './desiredWorkloads';
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
  edges: Record<'before' | 'after', ReadonlySet<string>>;
};

/**
 * Of each workload, the successions at the other end of edges that are granted
 * in the end, without what must not be kept of them.
 */
export function listRelations(options: Options): Map<string, Related[]> {
  const { successions, edges } = options;
  const byId = new Map(successions.map(item => [item.id, item]));
  const users = indexUsers(options);
  const free = createLabelFilter(options.workloads);
  const relations = new Map<string, Related[]>();
  const add = (id: string, succession: Succession, pair: string) => {
    const isRevoked = (other: string) => {
      const own = toPair(other, id);
      return edges.before.has(own) && !edges.after.has(own);
    };
    // Others may have the old identity.
    const isShared = (account: string) =>
      (users.get(`${succession.namespace} ${account}`) ?? []).some(
        other => other !== succession.id && isRevoked(other),
      );
    const related = relations.get(id) ?? [];
    relations.set(id, related);
    related.push({
      isCaller: pair === toPair(succession.id, id),
      isCalled: pair === toPair(id, succession.id),
      isGrantedBefore: edges.before.has(pair),
      succession: {
        ...succession,
        oldAccounts: succession.oldAccounts.filter(item => !isShared(item)),
        oldLabels: free(succession),
      },
    });
  };
  for (const pair of edges.after) {
    const [consumer, provider] = pair.split('>');
    const [caller, called] = [byId.get(consumer), byId.get(provider)];
    if (caller) add(provider, caller, pair);
    if (called) add(consumer, called, pair);
  }
  return relations;
}

/** Who has an account, now or of old, by `namespace account`. */
function indexUsers({ successions, workloads }: Options) {
  const users = new Map<string, Set<string>>();
  const add = (namespace: string, account: string, id: string) => {
    const key = `${namespace} ${account}`;
    users.set(key, (users.get(key) ?? new Set()).add(id));
  };
  for (const { namespace, account, id } of workloads.values()) {
    add(namespace, account, id);
  }
  for (const { namespace, oldAccounts, id } of successions) {
    oldAccounts.forEach(account => add(namespace, account, id));
  }
  return new Map([...users].map(([key, ids]) => [key, [...ids]]));
}

/** Leaves out old labels that others take over. */
function createLabelFilter(workloads: ReadonlyMap<string, Desired>) {
  const homes = new Map<string, Desired[]>();
  for (const workload of workloads.values()) {
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
