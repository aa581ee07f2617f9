export { MeshOverview } from './MeshOverview';
export { MeshPage } from './MeshPage';
