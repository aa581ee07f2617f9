export * from './readClusterSettings';
export * from './readMeshConfig';
export * from './types';
