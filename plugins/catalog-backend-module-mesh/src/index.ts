/**
 * Checks `spec.mesh` at ingestion, relates services to their clusters, and
 * provides the clusters as entities.
 *
 * @packageDocumentation
 */
export { catalogModuleMesh as default } from './module';
