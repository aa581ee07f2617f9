import { isTemplate } from '../../evaluate/matchPath';
import { normalizePath } from '../../evaluate/normalizePath';
import type { ObjectRule } from '../types';
import { checkValues } from './read/policies';

/** Policies see paths without a query, and after they were made plain. */
export const impossiblePath: ObjectRule = {
  code: 'MW2013',
  severity: 'error',
  summary: 'Paths are written as policies see them',
  aliases: ['SEG-HOST-PORT'],
  check: context =>
    checkValues(context, ({ field, value }) => {
      if (field !== 'paths') return undefined;
      const why = findProblem(value);
      return why
        ? `No path that a policy sees can match '${value}': ${why}.`
        : undefined;
    }),
};

function findProblem(path: string): string | undefined {
  if (/[?#]/.test(path)) {
    return 'the query and the fragment are cut off before; leave them out';
  }
  if (!/^[/*{]/.test(path)) {
    return "paths begin with '/'; put one in front";
  }
  if (isTemplate(path) || path.startsWith('*')) return undefined;
  const literal = path.replace(/\*$/, '');
  const plain = normalizePath(literal, 'BASE');
  return plain !== literal ? `it is '${plain}' by then; write that` : undefined;
}
