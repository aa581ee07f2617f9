import type { ObjectRule } from '../types';

/** What the analyzers of Istio find, MW2101 to MW2177 by their own numbers. */
export const istioRules: readonly ObjectRule[] = [];
