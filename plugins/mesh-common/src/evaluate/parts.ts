/**
 * The parts that verdicts are made of, for tools that ask about one part
 * alone. {@link evaluate} puts them together.
 *
 * @packageDocumentation
 */
export { toZtunnelPolicy } from './ambient/toZtunnelPolicy';
export { toZtunnelPeerPolicy } from './ambient/toZtunnelPeerPolicy';
export type { ZtunnelPolicy } from './ambient/ztunnelPolicy';
export { compilePolicy, type CompiledPolicy } from './compilePolicy';
export {
  compilePeerAuthentication,
  composePeerAuthentication,
} from './composePeerAuthentication';
export { evaluate } from './evaluate';
export {
  evaluateAuthorization,
  evaluateEnforced,
} from './evaluateAuthorization';
export { evaluateCustom } from './evaluateCustom';
export {
  evaluateNetworkPolicy,
  type NetworkEndpoint,
} from './evaluateNetworkPolicy';
export { indexWorld, type World } from './indexWorld';
export { parseAddress, parseBlock, type Address } from './matchIp';
export { listMatches, type RuleMatch } from './matchRules';
export { indexNetwork, type NetworkRules } from './networkPolicy';
export { normalizePath } from './normalizePath';
export { isTargeted, readTarget } from './policyTarget';
export {
  isRecord,
  toLabels,
  toRecord,
  toRecords,
  toText,
  toTexts,
} from './readJson';
export type { Seen } from './seen';
export { expandPrincipals } from './trustDomains';
export * from './types';
