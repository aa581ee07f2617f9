export { type ExecutionOutcome, RunEngine } from './RunEngine';
export { RunWorker } from './RunWorker';
export { systemClock } from './systemClock';
export type * from './types';
