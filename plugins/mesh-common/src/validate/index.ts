export * from './types';
export { validateSchema } from './validateSchema';
