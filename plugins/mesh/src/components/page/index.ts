export { MeshPage } from './MeshPage';
export { MeshRoutes } from './MeshRoutes';
