/** An object of JSON whose fields are not known. */
export type JsonObject = Record<string, unknown>;

/** Whether a value is an object of JSON. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is at a dotted path; undefined when nothing is. */
export function dig(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), value);
}

/** A text that is not empty. */
export function textAt(value: unknown, path: string): string | undefined {
  const found = dig(value, path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** An object; an empty one when there is none. */
export function objectAt(value: unknown, path: string): JsonObject {
  const found = dig(value, path);
  return isObject(found) ? found : {};
}

/** The objects of a list; none when there is no list. */
export function listAt(value: unknown, path: string): JsonObject[] {
  const found = dig(value, path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** The texts of a list; none when there is no list. */
export function textsAt(value: unknown, path: string): string[] {
  const found = dig(value, path);
  return Array.isArray(found)
    ? found.filter((one): one is string => typeof one === 'string')
    : [];
}

/** Whether a field is `true`. */
export function isTrue(value: unknown, path: string): boolean {
  return dig(value, path) === true;
}

/** Lays the objects of `over` into those of `base`; lists are replaced. */
export function mergeJson(base: JsonObject, over: JsonObject): JsonObject {
  const merged = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] =
      isObject(before) && isObject(value) ? mergeJson(before, value) : value;
  }
  return merged;
}

/** A copy without the fields that are `undefined` or `null`. */
export function withoutEmpty(value: JsonObject): JsonObject {
  const kept = Object.entries(value).filter(
    ([, field]) => field !== undefined && field !== null,
  );
  return Object.fromEntries(kept);
}

/** Every text in a value, at any depth. */
export function* textsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    yield value;
  } else if (Array.isArray(value) || isObject(value)) {
    for (const inner of Object.values(value)) {
      yield* textsIn(inner);
    }
  }
}
