import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Field } from './Field';

const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
];
const DATE =
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;
const PATH = /^\/[^\s?#\\]*$/;
const MAX_VALUES = 200;

/** Reads a list with one reader for every item; undefined when any is bad. */
export function readAll<T>(
  field: Field,
  read: (item: Field) => T | undefined,
  limit: number = MAX_VALUES,
): T[] | undefined {
  const items = field.list(limit)?.map(read);
  if (items?.length === 0) {
    return field.problem('MW1003', ' without entries; leave the key out');
  }
  return items?.every(item => item !== undefined) ? (items as T[]) : undefined;
}

export function readMethods(field: Field): string[] | undefined {
  const methods = readAll(field, item => {
    const text = item.string()?.toUpperCase();
    if (text === undefined) {
      return undefined;
    }
    return METHODS.includes(text)
      ? text
      : item.problem('MW1018', `; write one of ${METHODS.join(', ')}`);
  });
  return methods && unique(methods);
}

export function readPaths(field: Field): string[] | undefined {
  const paths = readAll(field, item => {
    const text = item.string();
    if (text === undefined) {
      return undefined;
    }
    return isPathPattern(text)
      ? text
      : item.problem(
          'MW1017',
          "; start with '/', end with '*' for a prefix, or use {*} for one segment and {**} for the rest",
        );
  });
  return paths && unique(paths);
}

/** An exact path, one that ends in `*`, or one with `{*}` and `{**}`. */
export function isPathPattern(text: string): boolean {
  if (text.length > 1024 || !PATH.test(text)) {
    return false;
  }
  const segments = text.split('/');
  if (!/[{}]/.test(text)) {
    const star = text.indexOf('*');
    return star < 0 || star === text.length - 1;
  }
  const rest = segments.indexOf('{**}');
  return (
    segments.every(s => s === '{*}' || s === '{**}' || !/[{}*]/.test(s)) &&
    (rest < 0 || !segments.slice(rest + 1).some(s => s.startsWith('{')))
  );
}

/** Names of operations, as a contract has them. */
export function readNames(field: Field): string[] | undefined {
  const names = readAll(field, item => item.string());
  return names && unique(names);
}

/** A path prefix of a route. */
export function readPrefix(field: Field): string | undefined {
  const text = field.string();
  if (text === undefined) {
    return undefined;
  }
  return PATH.test(text) && text.length <= 1024 && !/[*{}]/.test(text)
    ? text.replace(/(.)\/+$/, '$1')
    : field.problem('MW1017', "; write a path prefix such as '/checkout'");
}

export function readUntil(field: Field): string | undefined {
  const text = field.string();
  if (text === undefined) {
    return undefined;
  }
  return DATE.test(text) && !Number.isNaN(Date.parse(text))
    ? text
    : field.problem(
        'MW1019',
        '; write a date such as 2027-06-30, or an instant with its time zone',
      );
}

export function readRange(field: Field): string | undefined {
  const text = field.string();
  if (text === undefined) {
    return undefined;
  }
  return isIpv4Range(text)
    ? text
    : field.problem('MW1020', '; write an IPv4 range such as 10.20.0.0/16');
}

function isIpv4Range(text: string): boolean {
  const match =
    /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text);
  if (!match) {
    return false;
  }
  const [, a, b, c, d, bits = '32'] = match;
  return [a, b, c, d].every(n => Number(n) <= 255) && Number(bits) <= 32;
}

/** A full reference from one that names its kind or has the default one. */
export function readRef(
  field: Field,
  defaults: { kind?: string; namespace: string },
): string | undefined {
  const text = field.string();
  if (text === undefined) {
    return undefined;
  }
  const parsed = parseRef(text, defaults);
  return (
    parsed ??
    field.problem(
      'MW1011',
      defaults.kind
        ? '; write a reference such as group:default/shop'
        : '; write a reference with its kind, such as component:default/inventory',
    )
  );
}

export function parseRef(
  text: string,
  defaults: { kind?: string; namespace: string },
): string | undefined {
  try {
    const ref = parseEntityRef(text, {
      defaultKind: defaults.kind,
      defaultNamespace: defaults.namespace,
    });
    return /[\s,>#@]/.test(text) ? undefined : stringifyEntityRef(ref);
  } catch {
    // Not a reference: the caller says so where it was written.
    return undefined;
  }
}

export function unique<T>(values: T[]): T[] {
  return [...new Set(values)].sort();
}
