import type { PlanPhase } from './types';

/** The order of a plan. Phases that are empty are left out of its waves. */
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
] as const satisfies readonly PlanPhase[];

export type Phase = PlanPhase;

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
