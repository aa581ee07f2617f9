export { type MeshApi, meshApiRef } from './MeshApi';
export { MeshClient } from './MeshClient';
