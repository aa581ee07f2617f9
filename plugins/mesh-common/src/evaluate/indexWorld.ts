import type { MeshObject } from '../objects';
import { once } from 'lodash';
import { toZtunnelPolicy } from './ambient/toZtunnelPolicy';
import type { ZtunnelPolicy } from './ambient/ztunnelPolicy';
import { compilePolicy } from './compilePolicy';
import { compilePeerAuthentication } from './composePeerAuthentication';
import { sortByCreation } from './creationOrder';
import { indexDestinationRules } from './destinationRules';
import { indexNetwork } from './networkPolicy';
import { PeerModes } from './peerModes';
import { readTarget, type Target } from './policyTarget';
import { compileRequestAuthentication } from './requestAuthentication';
import { numberIdentities } from './ruleBook';
import { SelectorIndex } from './selectorIndex';
import { Standings } from './standing';
import { expandPrincipals } from './trustDomains';
import type { WorldOptions } from './types';
import { isAtLeast } from './version';
import type { WorldIndex } from './worldIndex';

/**
 * Objects arranged for {@link evaluate}.
 *
 * @public
 */
export type World = {
  readonly options: WorldOptions;
  /** @internal */
  readonly index: WorldIndex;
  /** @internal */
  readonly standings: Standings;
};

const DEFAULT_ISTIO = '1.29';

/**
 * Arranges the objects of a cluster (live ones, desired ones, anybody's) so
 * that many questions can be asked about them. Kinds that play no part in a
 * verdict are passed over.
 *
 * @public
 */
export function indexWorld(
  objects: readonly MeshObject[],
  options: WorldOptions,
): World {
  const ofKind = (group: string, kind: string) =>
    objects.filter(
      object =>
        object.kind === kind && object.apiVersion.startsWith(`${group}/`),
    );
  const security = (kind: string) => ofKind('security.istio.io', kind);
  const index: WorldIndex = {
    options,
    ...indexPolicies(security('AuthorizationPolicy'), options),
    peerModes: new PeerModes(
      sortByCreation(security('PeerAuthentication')).map(
        compilePeerAuthentication,
      ),
      options.rootNamespace,
    ),
    ...indexTokens(security('RequestAuthentication')),
    destinationRules: indexDestinationRules(
      ofKind('networking.istio.io', 'DestinationRule'),
      options.rootNamespace,
    ),
    network: indexNetwork(objects),
    ztunnelPolicies: once(() =>
      indexZtunnel(security('AuthorizationPolicy'), options),
    ),
  };
  return { options, index, standings: new Standings(index) };
}

function indexPolicies(
  objects: readonly MeshObject[],
  options: WorldOptions,
): Pick<
  WorldIndex,
  'authorizationPolicies' | 'targetedPolicies' | 'identityNumbers'
> {
  const trustDomains = [
    options.trustDomain,
    ...(options.trustDomainAliases ?? []),
  ];
  const context = {
    expandPrincipals: (values: readonly string[]) =>
      expandPrincipals(values, trustDomains),
    knowsTrustDomains: isAtLeast(options.istio ?? DEFAULT_ISTIO, '1.30'),
  };
  const policies = objects.map(object => compilePolicy(object, context));
  const { selecting, targeted } = splitByTarget(policies);
  return {
    authorizationPolicies: selecting,
    targetedPolicies: targeted,
    identityNumbers: numberIdentities(policies),
  };
}

function indexZtunnel(
  objects: readonly MeshObject[],
  { rootNamespace }: WorldOptions,
): SelectorIndex<ZtunnelPolicy> {
  const index = new SelectorIndex<ZtunnelPolicy>();
  for (const object of objects) {
    const policy = toZtunnelPolicy(object, rootNamespace);
    const { namespace, matchLabels } = readTarget(object);
    if (policy) index.add(namespace, matchLabels, policy);
  }
  return index;
}

function indexTokens(
  objects: readonly MeshObject[],
): Pick<WorldIndex, 'requestAuthentications' | 'targetedTokens'> {
  const { selecting, targeted } = splitByTarget(
    objects.map(compileRequestAuthentication),
  );
  return { requestAuthentications: selecting, targetedTokens: targeted };
}

/** Policies with selectors or for everybody, and those with references. */
function splitByTarget<T extends { namespace: string; target: Target }>(
  policies: readonly T[],
): { selecting: SelectorIndex<T>; targeted: Map<string, T[]> } {
  const selecting = new SelectorIndex<T>();
  const targeted = new Map<string, T[]>();
  for (const policy of policies) {
    const { namespace, target } = policy;
    if (target.targetRefs.length === 0) {
      selecting.add(namespace, target.matchLabels, policy);
      continue;
    }
    const others = targeted.get(namespace);
    if (others) others.push(policy);
    else targeted.set(namespace, [policy]);
  }
  return { selecting, targeted };
}
