/** Text; what is in `code` is put in by Bicep. */
export type Parts = ReadonlyArray<string | { code: string }>;

/** A value in Bicep. */
export type Expression =
  | { kind: 'scalar'; value: number | boolean | null }
  | { kind: 'text'; parts: Parts }
  /** For example `network.id`. */
  | { kind: 'code'; code: string }
  | { kind: 'call'; name: string; given: string[] }
  | { kind: 'array'; items: Expression[] }
  | { kind: 'object'; entries: Entry[] };

/** A key with its value. */
export type Entry = [Parts, Expression];

export const text = (value: string): Expression => ({
  kind: 'text',
  parts: [value],
});

export const entry = (key: string, value: Expression): Entry => [[key], value];

/** A function with texts. */
export const call = (name: string, ...given: string[]): Expression => ({
  kind: 'call',
  name,
  given,
});

export const code = (value: string): Expression => ({
  kind: 'code',
  code: value,
});
