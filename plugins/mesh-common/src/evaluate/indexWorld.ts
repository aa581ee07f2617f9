import type { MeshObject } from '../objects';
import { once } from 'lodash';
import { toZtunnelPolicy } from './ambient/toZtunnelPolicy';
import type { ZtunnelPolicy } from './ambient/ztunnelPolicy';
import { compilePolicy, type CompiledPolicy } from './compilePolicy';
import {
  compilePeerAuthentication,
  type PeerPolicy,
} from './composePeerAuthentication';
import { indexDestinationRules } from './destinationRules';
import { indexNetwork } from './networkPolicy';
import { readTarget } from './policyTarget';
import {
  compileRequestAuthentication,
  type TokenPolicy,
} from './requestAuthentication';
import { SelectorIndex } from './selectorIndex';
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
    peerAuthentications: indexPeers(security('PeerAuthentication')),
    requestAuthentications: indexTokens(security('RequestAuthentication')),
    destinationRules: indexDestinationRules(
      ofKind('networking.istio.io', 'DestinationRule'),
      options.rootNamespace,
    ),
    network: indexNetwork(objects),
    ztunnelPolicies: once(() =>
      indexZtunnel(security('AuthorizationPolicy'), options),
    ),
  };
  return { options, index };
}

function indexPolicies(
  objects: readonly MeshObject[],
  options: WorldOptions,
): Pick<WorldIndex, 'authorizationPolicies' | 'targetedPolicies'> {
  const authorizationPolicies = new SelectorIndex<CompiledPolicy>();
  const targetedPolicies = new Map<string, CompiledPolicy[]>();
  const trustDomains = [
    options.trustDomain,
    ...(options.trustDomainAliases ?? []),
  ];
  const context = {
    expandPrincipals: (values: readonly string[]) =>
      expandPrincipals(values, trustDomains),
    knowsTrustDomains: isAtLeast(options.istio ?? DEFAULT_ISTIO, '1.30'),
  };
  for (const object of objects) {
    const policy = compilePolicy(object, context);
    const { namespace, target } = policy;
    if (target.targetRefs.length === 0) {
      authorizationPolicies.add(namespace, target.matchLabels, policy);
    } else {
      const others = targetedPolicies.get(namespace) ?? [];
      targetedPolicies.set(namespace, [...others, policy]);
    }
  }
  return { authorizationPolicies, targetedPolicies };
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

function indexPeers(objects: readonly MeshObject[]): SelectorIndex<PeerPolicy> {
  const index = new SelectorIndex<PeerPolicy>();
  for (const object of objects) {
    const policy = compilePeerAuthentication(object);
    index.add(policy.namespace, policy.matchLabels, policy);
  }
  return index;
}

function indexTokens(
  objects: readonly MeshObject[],
): SelectorIndex<TokenPolicy> {
  const index = new SelectorIndex<TokenPolicy>();
  for (const object of objects) {
    const policy = compileRequestAuthentication(object);
    index.add(policy.namespace, policy.target.matchLabels, policy);
  }
  return index;
}
