export { usePreview } from './usePreview';
export { useKeptFocus } from './useKeptFocus';
export { useMeshStatus } from './useMeshStatus';
export { useOverview } from './useOverview';
export { usePageVisible } from './usePageVisible';
export type { Polled } from './usePolled';
export { useRun, type WatchedRun } from './useRun';
export { useRuns } from './useRuns';
