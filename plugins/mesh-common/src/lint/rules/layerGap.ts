import { evaluate } from '../../evaluate/evaluate';
import type { CallRequest } from '../../evaluate/types';
import { ANNOTATION_NETWORK_ONLY, type MeshObject } from '../../objects';
import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { LabelIndex } from './read/LabelIndex';
import { worldOf } from './read/mesh';
import { listPolicies, valuesOf, type Policy } from './read/policies';
import { listNetPolicies, type NetPolicy } from './read/network';
import { readPeerPods } from './read/peerPods';
import { findWorkloads, listWorkloads, type Workload } from './read/workloads';
import { annotationOf } from './read/plain';

/** Ports of the proxy itself, where no policy of Istio is asked. */
const ofProxy = [15008, 15020, 15021, 15090];

/** One layer lets in whom the other refuses. */
export const layerGap: ObjectRule = {
  code: 'MW2048',
  severity: 'warning',
  summary: 'NetworkPolicies and AuthorizationPolicies let in the same callers',
  aliases: ['SEG-L4-L7-GAP'],
  check: context => {
    if (listNetPolicies(context).length === 0) return [];
    if (listWorkloads(context).length === 0) return [];
    return [
      ...listPolicies(context).flatMap(policy => fromLayer7(context, policy)),
      ...listNetPolicies(context).flatMap(policy =>
        fromLayer4(context, policy),
      ),
    ];
  },
};

/** Callers that an ALLOW policy names, and the network refuses. */
function fromLayer7(context: LintContext, policy: Policy): RuleFinding[] {
  const { action, namespace, target, object, dryRun } = policy;
  if (action !== 'ALLOW' || dryRun || !target.matchLabels) return [];
  const [server] = findWorkloads(context, namespace, target.matchLabels);
  if (!server) return [];
  return policy.rules.flatMap(({ path, sources, operations }) => {
    const ports = operations.flatMap(part => valuesOf(part, 'ports'));
    const callers = sources
      .flatMap(part => valuesOf(part, 'principals'))
      .flatMap(principal => runningAs(context, principal));
    for (const caller of callers) {
      for (const port of ports.map(Number)) {
        const verdict = ask(context, { caller, server, port });
        if (verdict.decision === 'deny' && verdict.layer === 'network-policy') {
          const message = `The rule lets in '${caller.name}' of namespace '${caller.namespace}' on port ${port}, but a NetworkPolicy refuses the connection to '${server.name}'. Allow it on both layers, or on none.`;
          return [{ object, path, message }];
        }
      }
    }
    return [];
  });
}

/** Callers that the network lets in, and no policy of Istio does. */
function fromLayer4(context: LintContext, policy: NetPolicy): RuleFinding[] {
  const { namespace, pods, ingress = [], object } = policy;
  if (Object.keys(pods.matchLabels).length === 0) return [];
  const [server] = findWorkloads(context, namespace, pods.matchLabels);
  if (!server) return [];
  const exempt = new Set([...ofProxy, ...networkOnly(object)]);
  return ingress.flatMap(({ path, peers = [], ports = [] }) => {
    const callers = peers.flatMap(peer => {
      const found = readPeerPods(peer, namespace);
      return found
        ? findWorkloads(context, found.namespace, found.labels).slice(0, 1)
        : [];
    });
    for (const caller of callers) {
      for (const { port } of ports) {
        if (typeof port !== 'number' || exempt.has(port)) continue;
        const verdict = ask(context, { caller, server, port });
        if (
          verdict.decision === 'deny' &&
          verdict.layer === 'authorization-policy'
        ) {
          const message = `The rule lets in '${caller.name}' of namespace '${caller.namespace}' on port ${port}, but the AuthorizationPolicies refuse it at '${server.name}'. Allow it on both layers, or on none.`;
          return [{ object, path, message }];
        }
      }
    }
    return [];
  });
}

/** Ports that are marked to be guarded by the network alone. */
function networkOnly({ metadata }: MeshObject): number[] {
  return annotationOf(metadata, ANNOTATION_NETWORK_ONLY).split(',').map(Number);
}

type Question = { caller: Workload; server: Workload; port: number };

function ask(context: LintContext, { caller, server, port }: Question) {
  const party = ({ namespace, labels, serviceAccount }: Workload) => ({
    namespace,
    labels,
    serviceAccount,
    inMesh: true,
  });
  const request: CallRequest = {
    source: party(caller),
    destination: { ...party(server), port, protocol: 'http' },
    http: {},
  };
  return evaluate(worldOf(context), request);
}

function runningAs(
  context: LintContext,
  principal: string,
): readonly Workload[] {
  const [, namespace, name] =
    /^[^/]+\/ns\/([^/]+)\/sa\/([^/]+)$/.exec(principal) ?? [];
  if (!namespace || !name) return [];
  return context
    .derive(indexAccounts)
    .find(namespace, { account: name })
    .map(({ workload }) => workload)
    .slice(0, 1);
}

function indexAccounts(context: LintContext) {
  return new LabelIndex(
    listWorkloads(context).map(workload => ({
      namespace: workload.namespace,
      labels: { account: workload.serviceAccount },
      workload,
    })),
  );
}
