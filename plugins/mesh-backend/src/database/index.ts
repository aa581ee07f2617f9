export type * from './custodyTypes';
export { MeshDatabase } from './MeshDatabase';
export * from './runTypes';
export type * from './types';
