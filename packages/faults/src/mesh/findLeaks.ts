/**
 * Where something was said that must never be, as sentences.
 *
 * @remarks
 *
 * `canaries` are named `canary-<what>-…`; `places` are texts by what they are.
 */
export function findLeaks(
  canaries: readonly string[],
  places: Record<string, string>,
): string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    canaries
      .filter(canary => text.includes(canary))
      .map(canary => `${canary.split('-')[1]} is in ${place}`),
  );
}
