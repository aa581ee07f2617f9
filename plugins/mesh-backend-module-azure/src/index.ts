/**
 * Connects Meshwright to Azure: AKS credentials and private DNS zones.
 *
 * @packageDocumentation
 */
export { meshModuleAzure, meshModuleAzure as default } from './module';
