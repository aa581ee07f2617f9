import { evaluate } from '../evaluate/evaluate';
import { indexWorld } from '../evaluate/indexWorld';
import type {
  CallParty,
  CallRequest,
  Verdict,
  WorldOptions,
} from '../evaluate/types';
import type { ProofCall } from './createProofCalls';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { listEdgePairs, renamePairs, toPair } from '../plan/edgePairs';
import { isSelected } from '../plan/labelSelector';
import { listDesired } from '../plan/desiredWorkloads';
import { listSuccessions, type Succession } from '../plan/succession';

/** A call as it will be when all pods are new. */
type Renewal = {
  request: CallRequest;
  /** True when its edge is granted before as well, or whoever called was let in. */
  isKept: boolean;
  /** False for callers that no edge is about, such as those of metrics. */
  isEdge: boolean;
};

/** What a call of or to an old pod is judged like, when its pods are new. */
export type Renewed = Omit<Renewal, 'request'> & {
  decision: Verdict['decision'];
};

/** Of whom no policy speaks, and whom none holds back. */
const ANYBODY: CallParty = {
  namespace: 'meshwright-elsewhere',
  labels: { app: 'meshwright-stranger' },
  serviceAccount: 'meshwright-stranger',
  inMesh: true,
};

/** What is decided in the end about calls of and to old pods, made anew. */
export function judgeRenewed(options: {
  desired?: readonly MeshObject[];
  live: readonly MeshObject[];
  world: WorldOptions;
  end: ReadonlyMap<string, MeshObject>;
  calls: readonly ProofCall[];
}): Array<Renewed | undefined> {
  const { desired, live, world, end, calls } = options;
  if (!desired) return [];
  const renewCall = createRenewal(desired, live);
  const [before, after] = [live, [...end.values()]].map(objects =>
    indexWorld(objects, world),
  );
  const isOpen = (request: CallRequest) =>
    evaluate(before, { ...request, source: ANYBODY }).decision === 'allow';
  return calls.map(({ request }) => {
    const renewed = renewCall(request);
    if (!renewed) return undefined;
    const { request: later, isEdge, isKept } = renewed;
    return {
      isEdge,
      // What was open knows of no edges.
      isKept: isKept || (isEdge && isOpen(request)),
      decision: evaluate(after, later).decision,
    };
  });
}

/**
 * Says what a call will be when all pods are new: of a call along an edge that
 * is granted in the end or that edges are not about, from or to an old pod, the
 * same call with the new labels, identity and port; undefined of others.
 */
function createRenewal(
  desired: readonly MeshObject[],
  live: readonly MeshObject[],
): (request: CallRequest) => Renewal | undefined {
  const known = new Map(live.map(object => [objectKey(object), object]));
  const workloads = listDesired(desired, known);
  const successions = listSuccessions(workloads, live);
  const before = withPlaces(
    renamePairs(listEdgePairs(live), id => workloads.get(id)?.heir ?? id),
  );
  const after = withPlaces(listEdgePairs(desired));
  const renewParty = (party: CallParty) => {
    for (const succession of successions) {
      const renewed = renew(party, succession);
      if (renewed) return { id: succession.heir, renewed, by: succession };
    }
    const same = [...workloads.values()].find(
      ({ home, labels, account }) =>
        home === party.namespace &&
        account === party.serviceAccount &&
        isSelected({ matchLabels: labels }, party.labels),
    );
    const id = same?.heir ?? party.namespace;
    return { id, renewed: undefined, by: undefined };
  };
  return ({ source, destination, ...request }) => {
    const from = renewParty(source);
    const to = renewParty(destination);
    const by = to.by ?? successions.find(({ id }) => id === to.id);
    const move = by?.oldPorts.find(item => item.from === destination.port);
    const pair = toPair(from.id, to.id);
    const isEdge = after.has(pair);
    // Who calls along no edge is who it is now.
    const renewed = isEdge ? from.renewed : undefined;
    if (!renewed && !to.renewed && !move) return undefined;
    return {
      isKept: isEdge && before.has(pair),
      isEdge,
      request: {
        ...request,
        source: { ...source, ...renewed },
        destination: {
          ...destination,
          ...to.renewed,
          ...(move && { port: move.to }),
        },
      },
    };
  };
}

/** Of workloads in namespaces without policies no more than these is known. */
function withPlaces(pairs: ReadonlySet<string>): Set<string> {
  const all = new Set(pairs);
  for (const pair of pairs) {
    const [consumer, provider] = pair.split('>');
    all.add(toPair(consumer.split(' ')[0], provider));
    all.add(toPair(consumer, provider.split(' ')[0]));
  }
  return all;
}

/** What changes of a party that is an old pod of a workload. */
function renew(
  { namespace, labels, serviceAccount }: CallParty,
  succession: Succession,
): Pick<CallParty, 'namespace' | 'labels' | 'serviceAccount'> | undefined {
  const { account, oldAccounts, oldLabels, home } = succession;
  if (namespace !== succession.namespace || serviceAccount === undefined) {
    return undefined;
  }
  const accounts = home === namespace ? [account, ...oldAccounts] : oldAccounts;
  if (!accounts.includes(serviceAccount)) return undefined;
  const old = oldLabels.find(item => isSelected({ matchLabels: item }, labels));
  const isNew =
    home === namespace &&
    isSelected({ matchLabels: succession.labels }, labels);
  if (!old && !(isNew && serviceAccount !== account)) return undefined;
  const rest = Object.entries(labels).filter(
    ([key, value]) => old?.[key] !== value,
  );
  return {
    namespace: home,
    labels: { ...Object.fromEntries(rest), ...succession.labels },
    serviceAccount: account,
  };
}
