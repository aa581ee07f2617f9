/**
 * The order of a plan. Phases that are empty are left out of its waves.
 *
 * - `found`: namespaces and identities, which decide nothing, and mTLS
 *   exceptions that become exceptions only with the next phase.
 * - `secure`: stricter mTLS, more denials and questions to an external
 *   authorizer, readers of tokens, and everything in namespaces where nobody
 *   lives.
 * - `widen`: policies that admit more, or the same.
 * - `isolate`: connections that are let through no more, where the next phase
 *   has anything; else they are part of `narrow`.
 * - `admit`: calls that are let through without regard to who calls, because
 *   the network alone tells callers apart there.
 * - `narrow`: policies that admit less, default denials, whose exceptions are
 *   in place now, and record sets whose route goes next.
 * - `route`: ways to workloads that are protected now.
 * - `remove`: policies beside which others remain, and names of routes that
 *   exist now.
 * - `loosen`: what leaves pods open or lets plaintext in, when every other
 *   layer is as strict as it will be.
 * - `tidy`: exceptions from what is no longer strict, and the last policies
 *   of pods that are left open.
 * - `forget`: denials and questions beside which nothing is left to admit,
 *   and readers of tokens that no policy asks for any more.
 */
export const PHASES = [
  'found',
  'secure',
  'widen',
  'isolate',
  'admit',
  'narrow',
  'route',
  'remove',
  'loosen',
  'tidy',
  'forget',
] as const;

export type Phase = (typeof PHASES)[number];

/**
 * What relies on policies that are final: it waits for the next plan while
 * one is on its way.
 */
export const LATE_PHASES: readonly Phase[] = [
  'admit',
  'route',
  'remove',
  'loosen',
  'tidy',
  'forget',
];

/** What is half-way in one of these is on its way. */
export const MIDDLE_PHASES: readonly Phase[] = ['widen', 'isolate'];
