import { isReservedNamespace } from '../read/names';
import type {
  Binding,
  ClusterConfig,
  DeploymentClaim,
  MeshInput,
  Workload,
  WorkloadBinding,
} from '../types';
import { Bindings, covers, repositoryOf } from './bindings';
import { type Claim, retireClaim } from './claims';
import { Exclusive } from './Exclusive';
import type { Findings } from './Findings';
import { RouteTable } from './RouteTable';

/** A workload with the claim that it comes from. */
export type Placed = {
  claim: Claim;
  deployment: DeploymentClaim;
  workload: Workload;
  cluster: ClusterConfig;
  /** The binding that it lives under. */
  binding?: Binding;
};

type Candidate = Omit<Placed, 'workload'> & { incumbent: boolean };

type Placing = {
  input: MeshInput;
  claims: Map<string, Claim>;
  findings: Findings;
};

/** Decides which claims hold: whose namespace, pods, account and routes. */
export function placeWorkloads({ input, claims, findings }: Placing): {
  placed: Placed[];
  newBindings: Array<Omit<Binding, 'id'>>;
  bindings: Bindings;
} {
  const bindings = new Bindings(input.bindings);
  retireOldOwners({ input, claims, findings }, bindings);
  const newBindings: Array<Omit<Binding, 'id'>> = [];
  const exclusive = new Exclusive();
  const routes = new RouteTable(bindings, findings);
  const placed = listCandidates({ input, claims, findings }).map(candidate => {
    const { claim, deployment } = candidate;
    const found = bind(candidate);
    const conflict =
      found.binding && !claim.retiring
        ? exclusive.claim(claim.declaration, deployment)
        : undefined;
    if (conflict) {
      report(candidate, conflict.code, conflict.message);
    }
    const state: WorkloadBinding = conflict ?? found.state;
    const workload = toWorkload(candidate, {
      state: state.state,
      ...(state.state === 'unbound' && { reason: state.reason }),
      ...(state.state === 'bound' && { bindingId: state.bindingId }),
      message: state.message,
    } as WorkloadBinding);
    return { ...candidate, workload, binding: found.binding };
  });
  // Routes of what is on its way out yield to those that stay.
  for (const retiring of [false, true]) {
    for (const item of placed) {
      if (Boolean(item.claim.retiring) === retiring) {
        Object.assign(item.workload, routes.admit(item));
      }
    }
  }
  placed.sort((a, b) => (a.workload.key < b.workload.key ? -1 : 1));
  return { placed, newBindings, bindings };

  function report(
    candidate: Candidate,
    code: 'MW1110' | 'MW1111' | 'MW1112',
    message: string,
  ) {
    const { declaration } = candidate.claim;
    const { pointer } = candidate.deployment;
    findings.add(declaration, {
      code,
      pointer: `${pointer}/${code === 'MW1112' ? 'selector' : 'namespace'}`,
      message,
    });
  }

  function bind(candidate: Candidate): {
    state: WorkloadBinding;
    binding?: Binding;
  } {
    const { declaration } = candidate.claim;
    const { cluster, namespace } = candidate.deployment;
    const claimed = bindings.ofNamespace(cluster, namespace);
    const binding =
      claimed.find(item => covers(item, declaration)) ??
      (claimed.length === 0 ? claimFirst(candidate) : undefined);
    if (binding) {
      const message = `Namespace ${namespace} in ${cluster} is bound to ${binding.owner}`;
      return {
        binding,
        state: { state: 'bound', bindingId: binding.id, message },
      };
    }
    const foreign = claimed.length > 0;
    const message = foreign
      ? describeForeign(candidate, claimed)
      : `Namespace ${namespace} in ${cluster} is bound to nobody. Ask the platform team to bind it to ${
          declaration.owner ?? 'an owner, and set spec.owner'
        }`;
    report(candidate, foreign ? 'MW1111' : 'MW1110', message);
    const reason = foreign ? 'ForeignNamespace' : 'NotBound';
    return { state: { state: 'unbound', reason, message } };
  }

  function claimFirst(candidate: Candidate): Binding | undefined {
    const { declaration, retiring } = candidate.claim;
    const { cluster, namespace } = candidate.deployment;
    const { owner, location } = declaration;
    if (
      input.defaults.unclaimed !== 'first-come' ||
      !owner ||
      retiring ||
      isReservedNamespace(namespace)
    ) {
      return undefined;
    }
    const binding: Omit<Binding, 'id'> = {
      cluster,
      namespace,
      owner,
      ...(location && { locationPrefix: repositoryOf(location) }),
      origin: 'first-come',
      by: 'first-come',
      at: input.instant,
      reason: `${declaration.entityRef} was the first to claim it`,
    };
    newBindings.push(binding);
    return bindings.add(binding);
  }
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

/**
 * Where an entity changed hands and the new claim does not hold, the old one
 * goes out slowly instead of at once.
 */
function retireOldOwners(
  { input, claims, findings }: Placing,
  bindings: Bindings,
) {
  const isBound = ({ declaration }: Pick<Claim, 'declaration'>) =>
    declaration.deployments.some(({ cluster, namespace }) =>
      bindings
        .ofNamespace(cluster, namespace)
        .some(binding => covers(binding, declaration)),
    );
  for (const [ref, claim] of claims) {
    const { lastGood, declaration } = claim;
    const old = lastGood?.declaration;
    const sameHands =
      old?.owner === declaration.owner &&
      old?.location === declaration.location;
    if (lastGood && old && !claim.retiring && !sameHands) {
      const out =
        isBound({ declaration: old }) && !isBound(claim)
          ? retireClaim(lastGood, lastGood.seenAt, input)
          : undefined;
      if (out?.retiring) {
        const message = `${ref} changed hands from ${old.owner} to ${declaration.owner}, who may not use its namespace. What it had stays until ${out.retiring.until}; ask the platform team for a binding`;
        findings.add(declaration, {
          code: 'MW1122',
          pointer: '/spec/owner',
          message,
        });
        claims.set(ref, { ...out, retiring: { ...out.retiring, message } });
      }
    }
  }
}

function describeForeign(candidate: Candidate, claimed: Binding[]): string {
  const { declaration } = candidate.claim;
  const { cluster, namespace } = candidate.deployment;
  const mine = claimed.find(item => item.owner === declaration.owner);
  return mine
    ? `Namespace ${namespace} in ${cluster} is bound to ${
        mine.owner
      } for entities from ${mine.locationPrefix}; this one comes from ${
        declaration.location ?? 'an unknown location'
      }. Move its file there, or ask the platform team for a binding`
    : `Namespace ${namespace} in ${cluster} is bound to ${
        claimed[0].owner
      }, not to ${
        declaration.owner ?? 'an entity without an owner'
      }. Use a namespace of your own, or ask the platform team for a binding`;
}

function toWorkload(
  { claim, deployment, cluster }: Candidate,
  binding: WorkloadBinding,
): Workload {
  const { entityRef, title, owner, location, system, lifecycle } =
    claim.declaration;
  const { namespace, serviceAccount, selector, service } = deployment;
  return {
    key: `${entityRef}@${cluster.name}/${namespace}`,
    entityRef,
    ...(title && { title }),
    ...(owner && { owner }),
    ...(location && { location }),
    ...(system && { system }),
    ...(lifecycle && { lifecycle }),
    cluster: cluster.name,
    namespace,
    serviceAccount,
    selector,
    ...(service && { service }),
    ports: deployment.ports,
    inMesh: deployment.inMesh,
    expose: [],
    dns: [],
    binding,
    ...(claim.retiring && { retiring: claim.retiring }),
    lastGood: claim.fromLastGood,
  };
}
