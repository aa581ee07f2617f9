export { compileCluster } from './compileCluster';
