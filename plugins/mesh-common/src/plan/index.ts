export * from './createPlan';
export { Obstacles } from './Obstacles';
export * from './types';
export * from './deriveFinal';
export { isPolicyHeldBy, listHeld } from './listHeld';
