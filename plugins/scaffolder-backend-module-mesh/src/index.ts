/**
 * Template actions of Meshwright.
 *
 * @packageDocumentation
 */
export { scaffolderModuleMesh as default } from './module';
