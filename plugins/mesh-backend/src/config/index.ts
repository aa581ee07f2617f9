export * from './readMeshConfig';
export * from './types';
