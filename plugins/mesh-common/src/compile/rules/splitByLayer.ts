import type { JsonObject } from '@backstage/types';

/**
 * Where bytes are not HTTP, proxies drop a rule as a whole when any of its
 * operations looks at methods or paths: such operations need a rule of their
 * own beside those that only name ports.
 */
export function splitByLayer(
  operations: readonly JsonObject[],
): JsonObject[][] {
  const looks = ({ methods, paths }: JsonObject) =>
    methods !== undefined || paths !== undefined;
  return [
    operations.filter(looks),
    operations.filter(item => !looks(item)),
  ].filter(some => some.length > 0);
}
