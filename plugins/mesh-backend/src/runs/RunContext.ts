import type { StepProgress } from '@meshwright/plugin-mesh-node';
import type { StoredRun } from '../database';
import type { RunRecorder } from './RunRecorder';
import type { RunSignals } from './RunSignals';
import type { StepWork } from './StepWork';
import type { Clock, RunBounds, StepDrivers } from './types';

const LONGEST_DELAY_MS = 10 * 60_000;

/** What the parts of a run share. */
export type RunContext = {
  run: StoredRun;
  works: readonly StepWork[];
  recorder: RunRecorder;
  signals: RunSignals;
  drivers: StepDrivers;
  bounds: RunBounds;
  instance: string;
  clock: Clock;
};

/** The provider works on it. */
export type Running = Extract<StepProgress, { state: 'running' }>;

/** Nothing is under way any more. */
export type SettledProgress = Exclude<StepProgress, Running>;

/** Never at once, so that nobody is asked without a pause. */
export function boundDelay(milliseconds: number): number {
  return Math.min(Math.max(milliseconds, 1) || 1_000, LONGEST_DELAY_MS);
}
