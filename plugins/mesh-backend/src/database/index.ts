export { MeshDatabase } from './MeshDatabase';
export type * from './types';
