import type {
  Binding,
  ClusterConfig,
  DeploymentClaim,
  MeshInput,
  Workload,
  WorkloadBinding,
} from '../types';
import { Binder, type Refusal } from './Binder';
import { Bindings } from './bindings';
import type { Claim } from './claims';
import type { Domains } from './Domains';
import type { Ends } from './Ends';
import { Exclusive } from './Exclusive';
import type { Findings } from './Findings';
import { identityOf } from './Provider';
import { retireOldOwners } from './retireOldOwners';
import { RouteTable } from './RouteTable';

/** A workload with the claim that it comes from. */
export type Placed = {
  claim: Claim;
  deployment: DeploymentClaim;
  workload: Workload;
  cluster: ClusterConfig;
  /** The account that it runs as, as approvals record it. */
  identity: string;
  /** The binding that it lives under. */
  binding?: Binding;
};

/** What is known of a candidate once its turn comes. */
type Found = { binding: WorkloadBinding; ends: Ends; domain?: string };

type Candidate = Omit<Placed, 'workload' | 'identity'> & { incumbent: boolean };

type Placing = {
  input: MeshInput;
  claims: Map<string, Claim>;
  findings: Findings;
  ends: Ends;
  domains: Domains;
};

/** Decides which claims hold: whose namespace, pods, account and routes. */
export function placeWorkloads(placing: Placing): {
  placed: Placed[];
  newBindings: Array<Omit<Binding, 'id'>>;
  bindings: Bindings;
} {
  const { input, claims, findings, ends, domains } = placing;
  const bindings = new Bindings(input.bindings);
  retireOldOwners({ input, claims, findings, bindings, ends });
  const binder = new Binder(input, bindings);
  const exclusive = new Exclusive();
  const placed = listCandidates(placing).map(candidate => {
    const { claim, deployment } = candidate;
    const { declaration } = claim;
    const found = binder.bind(claim, deployment);
    const isContested = found.binding !== undefined && !claim.retiring;
    const conflict = isContested
      ? exclusive.claim(declaration, deployment)
      : undefined;
    const refusal = conflict ?? found.refusal;
    if (refusal) {
      const { code, message } = refusal;
      const field = code === 'MW1112' ? 'selector' : 'namespace';
      const pointer = `${deployment.pointer}/${field}`;
      findings.add(declaration, { code, pointer, message });
    }
    const state = refusal
      ? describeRefusal(refusal)
      : describeBinding(deployment, found.binding);
    const domain = domains.of(declaration.system);
    const workload = toWorkload(candidate, { binding: state, ends, domain });
    const identity = identityOf(workload);
    return { ...candidate, workload, identity, binding: found.binding };
  });
  admitRoutes(placed, new RouteTable(bindings, findings));
  placed.sort((a, b) => (a.workload.key < b.workload.key ? -1 : 1));
  return { placed, newBindings: binder.made, bindings };
}

/** Routes of what is on its way out yield to those that stay. */
function admitRoutes(placed: Placed[], routes: RouteTable) {
  for (const retiring of [false, true]) {
    for (const item of placed) {
      if (Boolean(item.claim.retiring) === retiring) {
        Object.assign(item.workload, routes.admit(item));
      }
    }
  }
}

function describeRefusal({ reason, message }: Refusal): WorkloadBinding {
  return { state: 'unbound', reason, message };
}

function describeBinding(
  { cluster, namespace }: DeploymentClaim,
  binding: Binding | undefined,
): WorkloadBinding {
  const owner = binding?.owner;
  const message = `Namespace ${namespace} in ${cluster} is bound to ${owner}`;
  return { state: 'bound', bindingId: binding?.id ?? '', message };
}

/** In the order in which they may claim: who was there first, then by name. */
function listCandidates({ input, claims, findings }: Placing): Candidate[] {
  const clusters = new Map(input.clusters.map(item => [item.name, item]));
  const candidates = [...claims.values()].flatMap(claim =>
    claim.declaration.deployments.flatMap(deployment => {
      const cluster = clusters.get(deployment.cluster);
      if (!cluster) {
        findings.add(claim.declaration, {
          code: 'MW1108',
          pointer: `${deployment.pointer}/cluster`,
          message: `Cluster '${
            deployment.cluster
          }' is not known here. Use one of ${
            [...clusters.keys()].sort().join(', ') ||
            'none: no cluster is configured'
          }`,
        });
        return [];
      }
      const incumbent = isIncumbent(claim, deployment);
      return [{ claim, deployment, cluster, incumbent }];
    }),
  );
  const rank = ({ claim, incumbent }: Candidate) =>
    `${incumbent ? `0 ${claim.lastGood?.seenAt}` : '1'} ${
      claim.declaration.entityRef
    }`;
  return candidates
    .map(candidate => ({ candidate, order: rank(candidate) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ candidate }) => candidate);
}

function isIncumbent(claim: Claim, wanted: DeploymentClaim): boolean {
  return (claim.lastGood?.declaration.deployments ?? []).some(
    had =>
      had.cluster === wanted.cluster &&
      had.namespace === wanted.namespace &&
      JSON.stringify(had.selector) === JSON.stringify(wanted.selector),
  );
}

function toWorkload(
  { claim, deployment, cluster }: Candidate,
  { binding, ends, domain }: Found,
): Workload {
  const { entityRef, title, owner, location, system } = claim.declaration;
  const { lifecycle, tier, tags } = claim.declaration;
  const { namespace, serviceAccount, selector, service, traffic } = deployment;
  const exceptions = (deployment.mtlsExceptions ?? []).filter(
    ({ until }) => !ends.isOver(until),
  );
  return {
    key: `${entityRef}@${cluster.name}/${namespace}`,
    entityRef,
    ...(title && { title }),
    ...(owner && { owner }),
    ...(location && { location }),
    ...(system && { system }),
    ...(domain && { domain }),
    ...(lifecycle && { lifecycle }),
    ...(tier && { tier }),
    ...(tags && { tags }),
    cluster: cluster.name,
    namespace,
    serviceAccount,
    selector,
    ...(service && { service }),
    ports: deployment.ports,
    inMesh: deployment.inMesh,
    expose: [],
    dns: [],
    ...(exceptions.length > 0 && { mtlsExceptions: exceptions }),
    ...(traffic && { traffic }),
    binding,
    ...(claim.retiring && { retiring: claim.retiring }),
    lastGood: claim.fromLastGood,
  };
}
