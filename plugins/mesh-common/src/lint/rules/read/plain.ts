/** A value as people read it; empty for what is no text and no number. */
export function plain(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : '';
}

/** A number that may be written as a text; NaN for everything else. */
export function toNumber(value: unknown): number {
  return Number(plain(value) || NaN);
}

/** An annotation, when it is a text. */
export function annotationOf(
  metadata: { annotations?: Readonly<Record<string, unknown>> },
  name: string,
): string {
  return plain(metadata.annotations?.[name]);
}
