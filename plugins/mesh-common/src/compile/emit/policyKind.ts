import { ANNOTATION_DRY_RUN } from '../../objects';
import type { Effect } from '../stages';

export const policyKind = {
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
};

/** Only policies that allow or deny can be tried without being enforced. */
export function dryRun(
  authorization: Effect['authorization'],
): Record<string, string> {
  return authorization === 'dry-run' ? { [ANNOTATION_DRY_RUN]: 'true' } : {};
}
