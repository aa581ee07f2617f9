export * from './createPlan';
export * from './types';
export * from './deriveFinal';
