/**
 * Ports and extension points of the Meshwright backend.
 *
 * @packageDocumentation
 */
export * from './contracts';
export * from './extensions';
export * from './ports';
