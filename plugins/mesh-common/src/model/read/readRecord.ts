import type { Field } from './Field';

type Readers<T> = { [K in keyof T]-?: (value: Field) => T[K] | undefined };

/**
 * The values of an object of which any key may be missing; undefined when one
 * that is there cannot be read, or is unknown.
 */
export function readRecord<T extends object>(
  field: Field,
  readers: Readers<T>,
  others: readonly string[] = [],
): Partial<T> | undefined {
  const keys = Object.keys(readers) as Array<keyof T & string>;
  const shape = field.object([...keys, ...others]);
  if (shape === undefined) {
    return undefined;
  }
  let good = shape === 'ok';
  const values: Partial<T> = {};
  for (const key of keys) {
    const at = field.at(key);
    if (at.present) {
      const value = readers[key](at);
      good &&= value !== undefined;
      if (value !== undefined) {
        values[key] = value;
      }
    }
  }
  return good ? values : undefined;
}
