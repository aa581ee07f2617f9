export * from './KubeClient';
export * from './Mirror';
