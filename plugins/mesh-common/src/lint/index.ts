export { createLintContext } from './createLintContext';
export { lintIdentityNeedsMtls } from './identityNeedsMtls';
export { lintObjects } from './lintObjects';
export { objectRules } from './objectRules';
export * from './types';
