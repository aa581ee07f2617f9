import type { MeshObject } from '../objects';
import { createLintContext } from './createLintContext';
import { objectRules } from './objectRules';
import type { LintFinding, LintOptions, ObjectRule } from './types';

/**
 * Says what is wrong with objects, ours or anybody's, by every rule or by
 * those that are given; in the order of the rules.
 *
 * @public
 */
export function lintObjects(
  objects: readonly MeshObject[],
  options: LintOptions,
  rules: readonly ObjectRule[] = objectRules,
): LintFinding[] {
  const context = createLintContext(objects, options);
  return rules.flatMap(rule =>
    rule.check(context).map(({ object, path, message, severity }) => ({
      rule: rule.code,
      severity: severity ?? rule.severity,
      kind: object.kind,
      namespace: object.metadata.namespace ?? '',
      name: object.metadata.name,
      path,
      message,
    })),
  );
}
