import type { ObjectRule } from '../types';

/** What looks like zero trust and is not, MW2001 to MW2099. */
export const meshRules: readonly ObjectRule[] = [];
