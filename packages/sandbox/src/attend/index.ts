export { attendCluster } from './attendCluster';
