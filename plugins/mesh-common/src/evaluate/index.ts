export { effectiveMtls } from './effectiveMtls';
export { evaluate } from './evaluate';
export { indexWorld, type World } from './indexWorld';
export * from './types';
