import type { ZtunnelPolicy } from './ambient/ztunnelPolicy';
import type { CompiledPolicy } from './compilePolicy';
import type { DestinationRules } from './destinationRules';
import type { NetworkRules } from './networkPolicy';
import type { PeerModes } from './peerModes';
import type { TokenPolicy } from './requestAuthentication';
import type { IdentityNumbers } from './ruleIndex';
import type { SelectorIndex } from './selectorIndex';
import type { WorldOptions } from './types';

/** Everything that verdicts are computed from, arranged for look-up. */
export type WorldIndex = {
  options: WorldOptions;
  authorizationPolicies: SelectorIndex<CompiledPolicy>;
  /** Numbers of the identities that policies name. */
  identityNumbers: IdentityNumbers;
  /** Policies with references instead of selectors: for gateways only. */
  targetedPolicies: Map<string, CompiledPolicy[]>;
  peerModes: PeerModes;
  requestAuthentications: SelectorIndex<TokenPolicy>;
  targetedTokens: Map<string, TokenPolicy[]>;
  destinationRules: DestinationRules;
  network: NetworkRules;
  /** What ztunnel is sent; made when first asked for. */
  ztunnelPolicies(): SelectorIndex<ZtunnelPolicy>;
};
