import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import ucs2length from 'ajv/dist/runtime/ucs2length';
import type { StatusCause } from '../errors';
import type { KubeObject } from '../types';
import {
  invalidValue,
  notSupported,
  required,
  wrongCustomType,
} from './causes';

type SchemaError = {
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
};

type Validator = ((data: unknown) => boolean) & {
  errors?: SchemaError[] | null;
};

const isInt = (low: number, high: number) => (value: unknown) =>
  Number.isInteger(value) && Number(value) >= low && Number(value) <= high;

const formats = {
  int32: { validate: isInt(-(2 ** 31), 2 ** 31 - 1) },
  int64: { validate: Number.isSafeInteger },
  double: { validate: Number.isFinite },
  byte: { validate: (text: string) => /^[A-Za-z0-9+/]*={0,2}$/.test(text) },
  'date-time': { validate: (text: string) => !Number.isNaN(Date.parse(text)) },
};

/** Metadata is checked for all kinds alike, elsewhere. */
const accept: Validator = () => true;
accept.errors = null;

const folder = join(
  dirname(require.resolve('@kubernetes-models/istio/package.json')),
  '_schemas',
);

const validators = new Map<string, Validator>();

function fileName(apiVersion: string, kind: string): string {
  const words = [...apiVersion.split(/[./]/), kind];
  return `${words
    .map(word => word[0].toUpperCase() + word.slice(1))
    .join('')}.js`;
}

/**
 * The published schema of a kind, as the compiled check that its package
 * ships. The package has ES modules only, so the text is read and compiled:
 * that way it works from any kind of module.
 */
function validatorFor(apiVersion: string, kind: string): Validator {
  const name = fileName(apiVersion, kind);
  const known = validators.get(name);
  if (known) {
    return known;
  }
  const text = readFileSync(join(folder, name), 'utf8')
    .replace(
      /import\s*(\w+)\s*from\s*"[^"]*ucs2length";/g,
      'const $1=ucs2length;',
    )
    .replace(
      /import\s*\{validate as (\w+)\}\s*from\s*"[^"]*";/g,
      'const $1=accept;',
    )
    .replace(/import\s*\{formats\}\s*from\s*"[^"]*";/g, '')
    .replace(/export const validate=/, 'const validate=');
  const names = ['formats', 'ucs2length', 'accept'];
  const make = compileFunction(`${text};return validate;`, names);
  const validator: Validator = make(formats, ucs2length, accept);
  validators.set(name, validator);
  return validator;
}

/** What a check looked at in one object. */
type Sight = { keys: Set<string>; whole: boolean };

/** Wraps a value so that it is noted which fields a check looks at. */
function observed(value: unknown, seen: Map<object, Sight>): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const sight: Sight = { keys: new Set(), whole: Array.isArray(value) };
  seen.set(value, sight);
  const wrapped = new Map<string, unknown>();
  return new Proxy(value, {
    get(target, key, receiver) {
      const inner: unknown = Reflect.get(target, key, receiver);
      if (typeof key !== 'string') {
        return inner;
      }
      sight.keys.add(key);
      if (!wrapped.has(key)) {
        wrapped.set(key, observed(inner, seen));
      }
      return wrapped.get(key);
    },
    ownKeys(target) {
      sight.whole = true;
      return Reflect.ownKeys(target);
    },
  });
}

function prune(
  value: unknown,
  path: string,
  context: { seen: Map<object, Sight>; unknown: string[] },
): unknown {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item, at) => prune(item, `${path}[${at}]`, context));
  }
  const sight = context.seen.get(value);
  // A check that looks at nothing lets everything in.
  if (!sight || (sight.keys.size === 0 && !sight.whole)) {
    return value;
  }
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const inside = path ? `${path}.${key}` : key;
    if (sight.whole || sight.keys.has(key)) {
      kept[key] = prune(inner, inside, context);
    } else {
      context.unknown.push(inside);
    }
  }
  return kept;
}

/** The object without fields that its schema does not have, and their paths. */
export function pruneCustom(object: KubeObject): {
  object: KubeObject;
  unknown: string[];
} {
  const seen = new Map<object, Sight>();
  const { metadata, ...rest } = object;
  validatorFor(
    object.apiVersion,
    object.kind,
  )(observed({ ...rest, metadata: {} }, seen));
  const top = [...seen.values()][0];
  const unknown: string[] = [];
  const kept: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(rest)) {
    if (top.keys.has(key)) {
      kept[key] = prune(inner, key, { seen, unknown });
    } else {
      unknown.push(key);
    }
  }
  return { object: { ...kept, metadata } as KubeObject, unknown };
}

function fieldAt(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .map(part => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

function valueAt(object: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>(
      (value, part) => (value as Record<string, unknown> | undefined)?.[part],
      object,
    );
}

function toCause(error: SchemaError, object: KubeObject): StatusCause {
  const field = fieldAt(error.instancePath);
  const value = valueAt(object, error.instancePath);
  const { params } = error;
  switch (error.keyword) {
    case 'required':
      return required(
        field
          ? `${field}.${params.missingProperty}`
          : `${params.missingProperty}`,
      );
    case 'type':
      return wrongCustomType(field, value, String(params.type));
    case 'enum':
      return notSupported(field, value, params.allowedValues as unknown[]);
    case 'minLength':
      return invalidValue(
        field,
        value,
        `${field} in body should be at least ${params.limit} chars long`,
      );
    default:
      return invalidValue(
        field,
        value,
        `${field} does not match the schema: ${error.keyword}`,
      );
  }
}

/** What the published schema of an Istio kind has against an object. */
export function checkCustom(object: KubeObject): StatusCause[] {
  const validator = validatorFor(object.apiVersion, object.kind);
  if (validator({ ...object, metadata: {} })) {
    return [];
  }
  return (validator.errors ?? []).map(error => toCause(error, object));
}
