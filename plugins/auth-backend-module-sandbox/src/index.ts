/**
 * Signs in the example people of the sandbox.
 *
 * @packageDocumentation
 */
export { authModuleSandbox as default } from './module';
