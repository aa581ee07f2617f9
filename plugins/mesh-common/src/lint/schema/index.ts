import type { ObjectRule } from '../types';
import { acceptedByWebhook } from './acceptedByWebhook';
import { keptRules } from './keptRules';
import { knownFields } from './knownFields';
import { rightShape } from './rightShape';
import { withoutWarning } from './withoutWarning';

/** What the API server and the webhook say, MW2301 to MW2399. */
export const schemaRules: readonly ObjectRule[] = [
  rightShape,
  knownFields,
  keptRules,
  acceptedByWebhook,
  withoutWarning,
];
