/**
 * The sign-in page of the sandbox.
 *
 * @packageDocumentation
 */
export { appModuleSandbox as default } from './module';
