export {
  createStatusDeriver,
  type DerivedStatus,
  type StatusDeriver,
} from './createStatusDeriver';
export * from './deriveStatuses';
export type { StatusSources } from './sources';
export * from './types';
