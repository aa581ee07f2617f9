export * from './types';
export { validateSchema } from './validateSchema';
export { validateWebhook } from './validateWebhook';
