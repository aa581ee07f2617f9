export { createLintContext } from './createLintContext';
export { createLintReport, type LintReport } from './createLintReport';
export { istioAnalyzers } from './istio/istioAnalyzers';
export { lintIdentityNeedsMtls } from './identityNeedsMtls';
export { ANNOTATION_LINT_IGNORE, ANNOTATION_SILENCE } from './isSilenced';
export { lintObjects } from './lintObjects';
export { objectRules } from './objectRules';
export * from './types';
