export * from './deriveStatuses';
export * from './types';
