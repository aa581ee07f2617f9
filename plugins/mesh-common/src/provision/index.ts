export { deriveMaxNodes } from './addresses/sizes';
export * from './plan';
export * from './run';
export * from './spec';
export { validateClusterSpec } from './validateClusterSpec';
