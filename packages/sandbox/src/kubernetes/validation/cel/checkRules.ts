import type { StatusCause } from '../../errors';
import { isJson } from '../../types';
import type { KubeObject } from '../../types';
import { createProgram } from './createProgram';
import type { Program } from './createProgram';
import { RULES } from './definitions';
import type { Rule } from './definitions';

type Place = { value: unknown; field: string };
type Check = { path: string; rule: Rule };

const programs = new Map<string, Program>();
const checks = new Map<string, Check[]>();

function programFor(rule: string): Program {
  const known = programs.get(rule) ?? createProgram(rule);
  programs.set(rule, known);
  return known;
}

/** In the order of paths, outer ones first. */
function checksFor(kind: string): Check[] {
  const known =
    checks.get(kind) ??
    RULES.flatMap(rule =>
      (rule.at[kind] ?? []).map(path => ({ path, rule })),
    ).sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
  checks.set(kind, known);
  return known;
}

function step({ value, field }: Place, part: string): Place[] {
  if (part === '[]') {
    return Array.isArray(value)
      ? value.map((inner, at) => ({ value: inner, field: `${field}[${at}]` }))
      : [];
  }
  if (!isJson(value)) {
    return [];
  }
  if (part === '{}') {
    return Object.entries(value).map(([key, inner]) => ({
      value: inner,
      field: `${field}[${key}]`,
    }));
  }
  return Object.hasOwn(value, part)
    ? [{ value: value[part], field: field ? `${field}.${part}` : part }]
    : [];
}

function placesAt(object: KubeObject, path: string): Place[] {
  const parts = path.match(/\[\]|\{\}|[^.[\]{}]+/g) ?? [];
  return parts.reduce<Place[]>(
    (places, part) => places.flatMap(place => step(place, part)),
    [{ value: object, field: '' }],
  );
}

/** Values are shown when they are short, as Kubernetes does it. */
function describe(value: unknown, why: string): string {
  return typeof value === 'object'
    ? `Invalid value: ${why}`
    : `Invalid value: ${JSON.stringify(value)}: ${why}`;
}

function judge({ value, field }: Place, rule: Rule): StatusCause[] {
  const cause = (message: string) => [
    { reason: 'FieldValueInvalid', message, field },
  ];
  try {
    return programFor(rule.rule)(value)
      ? []
      : cause(describe(value, rule.message));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const type = Array.isArray(value) ? 'array' : typeof value;
    return cause(
      `Invalid value: "${type}": ${why} evaluating rule: ${rule.message}`,
    );
  }
}

const BLOCKING = [
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
];

/** Said when what the schema refuses kept the rules from being looked at. */
const unchecked: StatusCause = {
  reason: 'FieldValueInvalid',
  message:
    'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
  field: '<nil>',
};

/** What the rules of a custom kind have against an object. */
export function checkRules(
  object: KubeObject,
  schemaCauses: readonly StatusCause[],
): StatusCause[] {
  if (schemaCauses.some(cause => BLOCKING.includes(cause.reason ?? ''))) {
    return [unchecked];
  }
  return checksFor(object.kind).flatMap(({ path, rule }) =>
    placesAt(object, path).flatMap(place => judge(place, rule)),
  );
}
