export * from './GitSource';
