/**
 * Keeps the policies of the mesh equal to what the catalog declares, and says
 * so.
 *
 * @packageDocumentation
 */
export { meshPlugin as default } from './plugin';
