export * from './annotations';
export * from './objectKey';
export * from './types';
