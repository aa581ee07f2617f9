import { toRecord, toRecords, toTexts } from '../../../evaluate/readJson';
import type { LintContext, RuleFinding } from '../../types';
import { indexNamespaces, isSystemNamespace } from '../context/namespaces';
import { fullName, groups, specOf } from '../context/objects';

/** Namespaces of callers that do not exist: such a rule means nobody. */
export function missingSourceNamespaces(context: LintContext): RuleFinding[] {
  const names = [...context.derive(indexNamespaces).keys()];
  const exact = new Set(names.map(name => name.toLowerCase()));
  const answers = new Map<string, boolean>();
  const exists = (pattern: string): boolean => {
    const known = answers.get(pattern);
    if (known !== undefined) return known;
    const found =
      exact.has(pattern.toLowerCase()) || matchesAny(names, pattern);
    answers.set(pattern, found);
    return found;
  };
  return context
    .ofKind('AuthorizationPolicy', groups.security)
    .flatMap(object =>
      listNamespaces(specOf(object))
        .filter(({ pattern }) => !exists(pattern))
        .map(({ path, pattern }) => ({
          object,
          path,
          message: `${path} of AuthorizationPolicy ${fullName(
            object,
          )} names namespace '${pattern}', and there is none. Correct the name, or create the namespace.`,
        })),
    );
}

function listNamespaces(spec: Record<string, unknown>) {
  return toRecords(spec.rules).flatMap((rule, i) =>
    toRecords(rule.from).flatMap((from, j) => {
      const source = toRecord(from.source);
      return ['namespaces', 'notNamespaces'].flatMap(field =>
        toTexts(source[field]).map((pattern, k) => ({
          pattern,
          path: `spec/rules[${i}]/from[${j}]/source/${field}[${k}]`,
        })),
      );
    }),
  );
}

function matchesAny(names: readonly string[], pattern: string): boolean {
  if (pattern === '*' || isSystemNamespace(pattern)) return true;
  if (pattern.startsWith('*')) {
    return names.some(name => name.endsWith(pattern.slice(1)));
  }
  return (
    pattern.endsWith('*') &&
    names.some(name => name.startsWith(pattern.slice(0, -1)))
  );
}
