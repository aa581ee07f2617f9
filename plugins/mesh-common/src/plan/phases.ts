/**
 * The order of a plan. Phases that are empty are left out of its waves.
 *
 * - `found`: namespaces and identities, which decide nothing, and mTLS
 *   exceptions that become exceptions only with the next phase.
 * - `secure`: stricter mTLS, and everything in namespaces where nobody lives.
 * - `widen`: policies that admit more, or the same.
 * - `narrow`: policies that admit less, default denials, whose exceptions are
 *   in place now, and record sets whose route goes next.
 * - `route`: ways to workloads that are protected now.
 * - `remove`: policies beside which others remain, and names of routes that
 *   exist now.
 * - `loosen`: what leaves pods open or lets plaintext in, when every other
 *   layer is as strict as it will be.
 * - `tidy`: exceptions from what is no longer strict.
 */
export const PHASES = [
  'found',
  'secure',
  'widen',
  'narrow',
  'route',
  'remove',
  'loosen',
  'tidy',
] as const;

export type Phase = (typeof PHASES)[number];

/**
 * What relies on policies that are final: it waits for the next plan while
 * one is on its way.
 */
export const LATE_PHASES: readonly Phase[] = [
  'route',
  'remove',
  'loosen',
  'tidy',
];
