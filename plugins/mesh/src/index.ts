/**
 * Shows who may call a service, whether calls are encrypted, and why.
 *
 * @packageDocumentation
 */

export { type MeshApi, meshApiRef } from './api';
export { meshPlugin as default } from './plugin';
export { meshTranslationRef } from './translation';
