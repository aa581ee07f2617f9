export type * from './custodyTypes';
export { MeshDatabase } from './MeshDatabase';
export * from './runTypes';
export type { StatusSummary } from './summarizeStatus';
export type * from './types';
export { noteContent } from './statusContents';
