export { ErrorState } from './ErrorState';
export { NotInMesh } from './NotInMesh';
export { Placeholder } from './Placeholder';
export { Loading, TableSkeleton } from './Skeletons';
export { StaleBanner } from './StaleBanner';
export { StatusGate } from './StatusGate';
