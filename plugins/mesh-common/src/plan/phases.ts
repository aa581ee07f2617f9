/**
 * The order of a plan. Phases that are empty are left out of its waves.
 *
 * `found`: namespaces and identities, which decide nothing, and mTLS
 * exceptions that become exceptions only with the next phase. `secure`:
 * stricter mTLS, and everything in namespaces where nobody lives yet.
 * `widen`: policies that admit more, or the same. `narrow`: policies that
 * admit less, and default denials, whose exceptions are in place now.
 * `route`: ways to workloads that are protected now, and record sets that
 * lead nowhere soon. `remove`: policies that nobody needs, and names of routes that
 * exist now. `loosen`: mTLS that becomes less strict, when nothing relies on
 * it any more. `tidy`: exceptions from what is no longer strict.
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
