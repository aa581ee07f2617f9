export { deriveMaxNodes } from './addresses/sizes';
export { buildClusterParameters } from './buildClusterParameters';
export * from './plan';
export { readClusterAnswers } from './readClusterAnswers';
export * from './run';
export * from './spec';
export { validateClusterSpec } from './validateClusterSpec';
