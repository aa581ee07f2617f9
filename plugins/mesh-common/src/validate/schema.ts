import { isRecord } from '../evaluate/readJson';

/** Judges a value; `path` is how the API server would name it. */
export type Schema = (value: unknown, path: string) => string[];

/** Says what is wrong with a value beyond its shape. */
export type Rule<T> = (value: T) => string | false | undefined;

type Json = Record<string, unknown>;

function wrongType(path: string, type: string, value: unknown): string[] {
  const shown = value === null ? 'null' : typeof value;
  return [
    `${path}: Invalid value: "${shown}": ${path} in body must be of type ${type}: "${shown}"`,
  ];
}

function body(path: string, value: unknown, message: string): string {
  return `${path}: Invalid value: ${JSON.stringify(
    value,
  )}: ${path} in body should ${message}`;
}

function judge<T>(
  rules: readonly Rule<T>[],
  value: T,
  where: { path: string; type: string },
): string[] {
  return rules.flatMap(rule => {
    const message = rule(value);
    return message
      ? [`${where.path}: Invalid value: "${where.type}": ${message}`]
      : [];
  });
}

/** An object; fields that are not listed are not looked at. */
export function object(
  fields: Record<string, Schema>,
  options: { required?: string[]; rules?: Rule<Json>[] } = {},
): Schema {
  const { required = [], rules = [] } = options;
  return (value, path) => {
    if (!isRecord(value)) return wrongType(path, 'object', value);
    const missing = required
      .filter(name => value[name] === undefined)
      .map(name => `${path}.${name}: Required value`);
    const wrong = Object.entries(fields).flatMap(([name, schema]) =>
      value[name] === undefined ? [] : schema(value[name], `${path}.${name}`),
    );
    const broken = judge(rules, value, { path, type: 'object' });
    return [...missing, ...wrong, ...broken];
  };
}

export function list(
  item: Schema,
  options: { max?: number; unique?: string; rules?: Rule<unknown[]>[] } = {},
): Schema {
  const { max = Infinity, unique, rules = [] } = options;
  return (value, path) => {
    if (!Array.isArray(value)) return wrongType(path, 'array', value);
    const seen = new Set<unknown>();
    const repeated = value.flatMap((entry, index) => {
      const key = unique && isRecord(entry) ? entry[unique] : undefined;
      if (key === undefined || !seen.has(key)) {
        seen.add(key);
        return [];
      }
      return [`${path}[${index}]: Duplicate value: ${JSON.stringify(key)}`];
    });
    return [
      ...(value.length > max
        ? [`${path}: Too many: ${value.length}: must have at most ${max} items`]
        : []),
      ...repeated,
      ...value.flatMap((entry, index) => item(entry, `${path}[${index}]`)),
      ...judge(rules, value, { path, type: 'array' }),
    ];
  };
}

/** An object with keys of one's own. */
export function map(
  item: Schema,
  options: { min?: number; rules?: Rule<Json>[] } = {},
): Schema {
  const { min = 0, rules = [] } = options;
  return (value, path) => {
    if (!isRecord(value)) return wrongType(path, 'object', value);
    return [
      ...(Object.keys(value).length < min
        ? [body(path, value, `have at least ${min} properties`)]
        : []),
      ...judge(rules, value, { path, type: 'object' }),
      ...Object.entries(value).flatMap(([key, entry]) =>
        item(entry, `${path}.${key}`),
      ),
    ];
  };
}

type TextOptions = {
  min?: number;
  max?: number;
  pattern?: RegExp;
  rules?: Rule<string>[];
};

export function text(options: TextOptions = {}): Schema {
  const { min = 0, max = Infinity, pattern, rules = [] } = options;
  return (value, path) => {
    if (typeof value !== 'string') return wrongType(path, 'string', value);
    return [
      ...(value.length < min
        ? [body(path, value, `be at least ${min} chars long`)]
        : []),
      ...(value.length > max
        ? [body(path, value, `be at most ${max} chars long`)]
        : []),
      ...(pattern && !pattern.test(value)
        ? [body(path, value, `match '${pattern.source}'`)]
        : []),
      ...judge(rules, value, { path, type: 'string' }),
    ];
  };
}

export function oneOf(...values: string[]): Schema {
  return (value, path) =>
    typeof value === 'string' && values.includes(value)
      ? []
      : [
          `${path}: Unsupported value: ${JSON.stringify(
            value,
          )}: supported values: ${values.map(v => `"${v}"`).join(', ')}`,
        ];
}

type NumberOptions = {
  min?: number;
  max?: number;
  fraction?: boolean;
  rules?: Rule<number>[];
};

export function number(options: NumberOptions = {}): Schema {
  const { min = -Infinity, max = Infinity, fraction, rules = [] } = options;
  return (value, path) => {
    const isNumber = typeof value === 'number';
    if (!isNumber || !(fraction || Number.isInteger(value))) {
      return wrongType(path, fraction ? 'number' : 'integer', value);
    }
    return [
      ...(value < min
        ? [body(path, value, `be greater than or equal to ${min}`)]
        : []),
      ...(value > max
        ? [body(path, value, `be less than or equal to ${max}`)]
        : []),
      ...judge(rules, value, { path, type: 'integer' }),
    ];
  };
}

export const boolean: Schema = (value, path) =>
  typeof value === 'boolean' ? [] : wrongType(path, 'boolean', value);
