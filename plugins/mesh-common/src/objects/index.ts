export * from './annotations';
export * from './canonicalJson';
export * from './compiled';
export * from './digest';
export * from './objectKey';
export * from './types';
