export { type ModelCode, modelCodes } from './codes';
export * from './declaration';
export { describeWhat } from './describeWhat';
export { hashDeclaration } from './hashDeclaration';
export * from './input';
export * from './model';
export { readDeclaration } from './read/readDeclaration';
export * from './types';
