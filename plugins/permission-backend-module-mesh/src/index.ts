/**
 * A permission policy for Meshwright.
 *
 * @packageDocumentation
 */
export { permissionModuleMesh as default } from './module';
