import type { SeedObject } from '../kubernetes';

/**
 * What a real control plane has before anybody deploys to it: the baseline of
 * the sandbox without what would claim that somebody enforces policies. There
 * is no agent of a policy engine there, and no istiod.
 */
export function realBaseline(baseline: readonly SeedObject[]): SeedObject[] {
  return baseline.filter(
    ({ kind, metadata: { name } }) =>
      kind !== 'MutatingWebhookConfiguration' &&
      name !== 'cilium' &&
      !name.startsWith('istiod-'),
  );
}
