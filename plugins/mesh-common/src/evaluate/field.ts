import type { Seen } from './seen';
import type { Truth } from './truth';

export type SeenMatcher = (seen: Seen) => Truth;

/** What a field of a rule looks at. */
export type Field = {
  /** True when it exists on HTTP only. */
  http: boolean;
  /** Whether it can have the value; any value when absent. */
  accepts?(value: string): boolean;
  /** Matches any of the values, all of which it can have. */
  compile(values: readonly string[], policyNamespace: string): SeenMatcher;
};
