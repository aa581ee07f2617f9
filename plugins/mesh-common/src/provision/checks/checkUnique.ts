import type { Problems } from './Problems';

/** Names the second of two that are equal, whatever the case. */
export function checkUnique(
  field: string,
  values: readonly string[],
  problems: Problems,
): void {
  const seen = new Set<string>();
  values.forEach((value, index) => {
    if (seen.has(value.toLowerCase())) {
      problems.error(
        `${field}[${index}]`,
        `'${value}' is there twice; remove one`,
      );
    }
    seen.add(value.toLowerCase());
  });
}
