import { istioRules } from './istio';
import { liveRules } from './live';
import { meshRules } from './rules';
import { schemaRules } from './schema';
import type { ObjectRule } from './types';

/**
 * Every rule about objects, in the order of their codes.
 *
 * @public
 */
export const objectRules: readonly ObjectRule[] = [
  ...meshRules,
  ...istioRules,
  ...schemaRules,
  ...liveRules,
].sort((a, b) => (a.code < b.code ? -1 : 1));
