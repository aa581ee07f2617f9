import { ANNOTATION_NETWORK_ONLY } from '../../../objects';
import type { LintContext, RuleFinding } from '../../types';
import { edgeNumber } from './edgeNumber';
import { listNetPolicies, type NetPolicy } from './network';
import { readPeerPods, type PeerPods } from './peerPods';
import { annotationOf } from './plain';
import { podKey } from './podKey';
import { listPolicies, valuesOf, type Policy } from './policies';
import { findWorkloads, listWorkloads, type Workload } from './workloads';

/** A call that a rule lets through, and where that is written. */
export type CallPair = {
  caller: Workload;
  server: Workload;
  port: number;
  object: RuleFinding['object'];
  path: string;
};

/** Calls by a number for caller, server and port. */
export type CallPairs = ReadonlyMap<number, CallPair>;

/** Ports of the proxy itself, where no policy of Istio is asked. */
const ofProxy = [15008, 15020, 15021, 15090];

/** What ALLOW rules say of workloads that are known, caller by caller. */
export function listLayer7(context: LintContext): CallPairs {
  const pairs = new Map<number, CallPair>();
  for (const policy of listPolicies(context)) {
    const { action, namespace, target, dryRun } = policy;
    if (action !== 'ALLOW' || dryRun || !target.matchLabels) continue;
    const [server] = findWorkloads(context, namespace, target.matchLabels);
    if (server) addRules(context, pairs, { policy, server });
  }
  return pairs;
}

function addRules(
  context: LintContext,
  pairs: Map<number, CallPair>,
  { policy, server }: { policy: Policy; server: Workload },
): void {
  const accounts = context.derive(indexAccounts);
  const numbers = context.derive(numberWorkloads);
  for (const { path, sources, operations } of policy.rules) {
    const ports = operations.flatMap(part => valuesOf(part, 'ports'));
    for (const part of sources) {
      for (const principal of valuesOf(part, 'principals')) {
        const caller = accounts.get(principal.slice(principal.indexOf('/')));
        if (!caller) continue;
        for (const port of ports.map(Number)) {
          const { object } = policy;
          add(pairs, numbers, { caller, server, port, object, path });
        }
      }
    }
  }
}

/** What ingress rules say of workloads that are known, caller by caller. */
export function listLayer4(context: LintContext): CallPairs {
  const pairs = new Map<number, CallPair>();
  const known = new Map<string, Workload | undefined>();
  const numbers = context.derive(numberWorkloads);
  const find: Find = ({ namespace, labels, key }) => {
    if (!known.has(key)) {
      known.set(key, findWorkloads(context, namespace, labels)[0]);
    }
    return known.get(key);
  };
  for (const policy of listNetPolicies(context)) {
    const { namespace, pods } = policy;
    if (Object.keys(pods.matchLabels).length === 0) continue;
    const labels = pods.matchLabels;
    const key = podKey(namespace, labels);
    const server = find({ namespace, labels, key });
    if (server) addIngress(pairs, { policy, server, find, numbers });
  }
  return pairs;
}

type Find = (pods: PeerPods) => Workload | undefined;

type Ingress = {
  policy: NetPolicy;
  server: Workload;
  find: Find;
  numbers: ReadonlyMap<Workload, number>;
};

function addIngress(
  pairs: Map<number, CallPair>,
  { policy, server, find, numbers }: Ingress,
): void {
  const { namespace, ingress = [], object } = policy;
  const marked = annotationOf(object.metadata, ANNOTATION_NETWORK_ONLY);
  const exempt = new Set([...ofProxy, ...marked.split(',').map(Number)]);
  for (const { path, peers = [], ports = [] } of ingress) {
    for (const peer of peers) {
      const pods = readPeerPods(peer, namespace);
      const caller = pods && find(pods);
      if (!caller) continue;
      for (const { port } of ports) {
        if (typeof port !== 'number' || exempt.has(port)) continue;
        add(pairs, numbers, { caller, server, port, object, path });
      }
    }
  }
}

function add(
  pairs: Map<number, CallPair>,
  numbers: ReadonlyMap<Workload, number>,
  pair: CallPair,
): void {
  const { caller, server, port } = pair;
  const from = numbers.get(caller);
  const to = numbers.get(server);
  if (from === undefined || to === undefined) return;
  const key = edgeNumber(from, to, port);
  if (!pairs.has(key)) pairs.set(key, pair);
}

function numberWorkloads(context: LintContext): ReadonlyMap<Workload, number> {
  return new Map(
    listWorkloads(context).map((workload, index) => [workload, index]),
  );
}

/** Workloads by `/ns/NAMESPACE/sa/ACCOUNT`. */
function indexAccounts(context: LintContext): ReadonlyMap<string, Workload> {
  return new Map(
    listWorkloads(context).map(workload => [
      `/ns/${workload.namespace}/sa/${workload.serviceAccount}`,
      workload,
    ]),
  );
}
