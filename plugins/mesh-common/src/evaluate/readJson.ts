/** The value when it is a plain object, else an empty one. */
export function toRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** The plain objects of a list; empty when it is none. */
export function toRecords(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(toRecord) : [];
}

/** The texts of a list, numbers and booleans as text. */
export function toTexts(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  const texts: string[] = [];
  for (const item of value as unknown[]) {
    if (typeof item === 'string') texts.push(item);
    else if (typeof item !== 'object' && item !== undefined) {
      texts.push(String(item));
    }
  }
  return texts;
}

export function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * The entries of an object whose values are texts: the object itself where
 * all are. Nobody may change it.
 */
export function toLabels(value: unknown): Record<string, string> {
  const record = toRecord(value);
  return isLabels(record)
    ? record
    : Object.fromEntries(
        Object.entries(record).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
      );
}

function isLabels(
  record: Record<string, unknown>,
): record is Record<string, string> {
  for (const name of Object.keys(record)) {
    if (typeof record[name] !== 'string') return false;
  }
  return true;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
