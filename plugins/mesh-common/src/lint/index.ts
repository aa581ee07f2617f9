export { lintIdentityNeedsMtls } from './identityNeedsMtls';
export * from './types';
