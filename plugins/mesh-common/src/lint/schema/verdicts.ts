import type { MeshObject } from '../../objects';
import {
  listSchemaIssues,
  type IssueKind,
  type SchemaIssue,
} from '../../validate';
import { validateReadable } from '../../validate/validateWebhook';
import type { LintContext, RuleFinding } from '../types';

/** What is said to an object on its way into a cluster. */
export type Verdict = {
  object: MeshObject;
  issues: SchemaIssue[];
  errors: string[];
  warnings: string[];
};

/**
 * Objects that something is said to; derive it from the context. The webhook
 * is not asked about what the API server refuses.
 */
export function listVerdicts({ objects, options }: LintContext): Verdict[] {
  const { istio } = options;
  return objects.flatMap(object => {
    const issues = listSchemaIssues(object, { istio }) ?? [];
    if (issues.length > 0)
      return [{ object, issues, errors: [], warnings: [] }];
    const { errors = [], warnings = [] } =
      validateReadable(object, { istio }) ?? {};
    return errors.length + warnings.length > 0
      ? [{ object, issues, errors, warnings }]
      : [];
  });
}

/** More of one object nobody reads. */
const MOST = 100;

/** Findings about what an API server says to objects, of one sort. */
export function findIssues(
  context: LintContext,
  kind: IssueKind,
  describe: (name: string, issue: SchemaIssue) => string,
): RuleFinding[] {
  return context.derive(listVerdicts).flatMap(({ object, issues }) =>
    issues
      .filter(issue => issue.kind === kind)
      .slice(0, MOST)
      .map(issue => ({
        object,
        path: toPath(issue.path),
        message: describe(nameOf(object), issue),
      })),
  );
}

/** Kind and name, for a person. */
export function nameOf({ kind, metadata }: MeshObject): string {
  const { name, namespace } = metadata;
  return `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** Dots between fields become slashes; those within brackets are of keys. */
function toPath(path: string): string {
  return path
    .split(/(\[[^\]]*\])/)
    .map((part, index) => (index % 2 ? part : part.replaceAll('.', '/')))
    .join('');
}
