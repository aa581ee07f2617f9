/** How an API server calls the type of a JSON value. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value !== 'number') return typeof value;
  return Number.isInteger(value) ? 'integer' : 'number';
}

/** That a value is not what it should be, as API servers say it. */
export function invalid(path: string, shown: string, message: string): string {
  return `${path}: Invalid value: ${shown}: ${message}`;
}

export function wrongType(path: string, type: string, value: unknown): string {
  const shown = typeOf(value);
  const message = `${path} in body must be of type ${type}: "${shown}"`;
  return invalid(path, `"${shown}"`, message);
}

/** That a text is not of the type that it should stand for. */
export function inType(path: string, type: string, value: string): string {
  const shown = JSON.stringify(value);
  return invalid(
    path,
    shown,
    `${path} in body must be of type ${type}: ${shown}`,
  );
}

/** That a value breaks a limit. */
export function inBody(path: string, value: unknown, what: string): string {
  return invalid(path, JSON.stringify(value), `${path} in body should ${what}`);
}

/** That a list or a map has more than it may. */
export function tooMany(path: string, count: number, max: number): string {
  return `${path}: Too many: ${count}: must have at most ${max} items`;
}
