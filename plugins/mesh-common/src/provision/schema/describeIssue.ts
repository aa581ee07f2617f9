import type { z } from 'zod';
import type { SpecProblem } from '../plan';
import { quote } from './texts';

const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object with fields',
  record: 'an object with texts',
};

/** What a person reads of an issue: one problem for each field. */
export function describeIssue(issue: z.core.$ZodIssue): SpecProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key =>
      problem(
        [...issue.path, key.slice(0, 80)],
        `there is no field ${quote(key)}; correct its name or leave it out`,
      ),
    );
  }
  return [problem(issue.path, describe(issue))];
}

/** Field of the form, for example `edge.hosts[1]`. */
export function formatField(path: readonly PropertyKey[]): string {
  const field = path
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('');
  return field.replace(/^\./, '') || 'spec';
}

function problem(path: readonly PropertyKey[], message: string): SpecProblem {
  return { field: formatField(path), message, severity: 'error' };
}

function describe(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return describeType(issue);
    case 'invalid_value':
      return `has to be one of ${list(issue.values)}`;
    case 'invalid_union':
      return `has to be one of ${list(readOptions(issue))}`;
    case 'too_small':
      return issue.origin === 'array'
        ? `needs at least ${issue.minimum}; there are fewer`
        : `is too small; give ${issue.minimum} or more`;
    case 'too_big':
      return issue.origin === 'array'
        ? `takes at most ${issue.maximum}; there are more`
        : `is too big; give ${issue.maximum} or less`;
    default:
      return issue.message;
  }
}

function describeType(issue: z.core.$ZodIssueInvalidType): string {
  const wanted = TYPES[issue.expected] ?? issue.expected;
  return issue.input === undefined
    ? `is missing; give ${wanted}`
    : `is not ${wanted}; give ${wanted}`;
}

function list(values: readonly unknown[]): string {
  return values.map(value => `'${String(value)}'`).join(', ');
}

/** There for unions that a field tells apart, and the schema has no others. */
function readOptions(issue: z.core.$ZodIssueInvalidUnion): unknown[] {
  return 'options' in issue && Array.isArray(issue.options)
    ? issue.options
    : [];
}
