import { canonicalJson } from '../objects/canonicalJson';
import { hashText } from '../objects/digest';
import type { ProvisionPlan } from './plan';

/**
 * Digest of what a plan would write: hex SHA-256 over purpose, cluster and
 * the id, target, operation, resource and body of each step, in any order.
 * Time, cost, reasons and words for people are not in it.
 *
 * @public
 */
export function hashPlan(plan: Omit<ProvisionPlan, 'digest'>): string {
  const steps = plan.steps
    .map(({ id, target, operation, resource, body }) =>
      canonicalJson({ id, target, operation, resource, body }),
    )
    .sort();
  return hashText(
    canonicalJson({ purpose: plan.purpose, cluster: plan.spec.name, steps }),
  );
}
