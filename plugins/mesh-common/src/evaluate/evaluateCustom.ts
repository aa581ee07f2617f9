import type { CompiledPolicy } from './compilePolicy';
import { findMatch, type RuleMatch } from './matchRules';
import { listRules } from './ruleBook';
import type { Seen } from './seen';
import type { Truth } from './truth';

export type ExternalAuthorizer = {
  /** What it says to this request; undefined when not known. */
  answer?: 'allow' | 'deny';
  /** Those that the mesh knows, by protocol; undefined when not known. */
  providers?: Record<string, 'http' | 'grpc'>;
};

/** Whether a request is for the external authorizer. */
export type CustomResult = {
  truth: Truth;
  match?: RuleMatch;
  /** True when the authorizer cannot be asked: such requests are denied. */
  broken: boolean;
};

const NOT_ASKED: CustomResult = { truth: false, broken: false };

/**
 * A workload can have one external authorizer. When it has several, or one
 * that the mesh does not know, what should go there is denied. One that
 * speaks HTTP is not asked about TCP.
 */
export function evaluateCustom(
  policies: readonly CompiledPolicy[],
  seen: Seen,
  { providers }: ExternalAuthorizer,
): CustomResult {
  const custom = policies.filter(({ action }) => action === 'CUSTOM');
  if (custom.length === 0) return NOT_ASKED;
  const names = new Set(custom.map(policy => policy.provider));
  const [name = ''] = names;
  const known = !providers || Object.hasOwn(providers, name);
  const broken = names.size > 1 || !known;
  if (!broken && !seen.http && providers?.[name] === 'http') {
    return { truth: false, broken };
  }
  return { ...findMatch(listRules(custom, 'CUSTOM'), 'CUSTOM', seen), broken };
}
