export {
  createStatusDeriver,
  createStatusSteps,
  type DerivedStatus,
  type StatusDeriver,
  type StatusSteps,
} from './createStatusDeriver';
export * from './deriveStatuses';
export { formatInstant } from './sentences';
export type { StatusSources } from './sources';
export * from './types';
