export * from './createPlan';
export * from './types';
