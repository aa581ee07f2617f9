export * from './custody';
export * from './types';
