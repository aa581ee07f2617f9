/** A request that cannot be answered, in the words of its sender. */
export class PromError extends Error {}

/** For what Prometheus has and this does not. */
export function unsupported(what: string): PromError {
  return new PromError(
    `${what} is not supported here: the sandbox has selectors, rate(), increase() and sum by/without`,
  );
}
