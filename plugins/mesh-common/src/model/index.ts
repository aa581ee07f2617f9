export { isLocationUnder, matchesGlob } from './build/bindings';
export { buildApprovalScope } from './buildApprovalScope';
export { type BuiltModel, buildModel } from './buildModel';
export { type ModelCode, modelCodes } from './codes';
export * from './contract';
export * from './declaration';
export { describeWhat } from './describeWhat';
export { hashDeclaration } from './hashDeclaration';
export * from './guardrail';
export {
  createModelBuilder,
  createModelBuildSteps,
  type IncrementalModel,
  type ModelBuildSteps,
  type ModelBuilder,
} from './incremental/createModelBuilder';
export * from './input';
export * from './model';
export * from './reading';
export * from './settings';
export { isReservedNamespace } from './read/names';
export { readDeclaration } from './read/readDeclaration';
export * from './types';
