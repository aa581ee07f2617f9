export { createLintContext } from './createLintContext';
export { lintIdentityNeedsMtls } from './identityNeedsMtls';
export { ANNOTATION_SILENCE } from './isSilenced';
export { lintObjects } from './lintObjects';
export { objectRules } from './objectRules';
export * from './types';
