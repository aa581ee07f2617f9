export { useMeshStatus } from './useMeshStatus';
export { useOverview } from './useOverview';
export { usePageVisible } from './usePageVisible';
export type { Polled } from './usePolled';
