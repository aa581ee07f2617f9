import { ANNOTATION_DRY_RUN } from '../../objects';
import type { Effect } from '../stages';

export const policyKind = {
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
};

/**
 * Only policies that allow or deny can be tried without being enforced. The
 * others say so too: what is not written could not be put back when somebody
 * else writes it.
 */
export function dryRun(
  authorization: Effect['authorization'],
): Record<string, string> {
  return authorization === 'none'
    ? {}
    : { [ANNOTATION_DRY_RUN]: String(authorization === 'dry-run') };
}
