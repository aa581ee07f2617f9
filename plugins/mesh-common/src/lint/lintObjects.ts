import type { MeshObject } from '../objects';
import { createLintContext } from './createLintContext';
import { isSilenced } from './isSilenced';
import { objectRules } from './objectRules';
import type { LintFinding, LintOptions, ObjectRule } from './types';

/**
 * Says what is wrong with objects, ours or anybody's, by every rule or by
 * those that are given; in the order of the rules. The same is said once, and
 * nothing that the object asks to be silent about.
 *
 * @public
 */
export function lintObjects(
  objects: readonly MeshObject[],
  options: LintOptions,
  rules: readonly ObjectRule[] = objectRules,
): LintFinding[] {
  const context = createLintContext(objects, options);
  const said = new Set<string>();
  return rules
    .flatMap(rule =>
      rule
        .check(context)
        .filter(({ object }) => !isSilenced(object, rule))
        .map(({ object, path, message, severity }) => ({
          rule: rule.code,
          severity: severity ?? rule.severity,
          kind: object.kind,
          namespace: object.metadata.namespace ?? '',
          name: object.metadata.name,
          path,
          message,
        })),
    )
    .filter(finding => {
      const text = JSON.stringify(finding);
      return !said.has(text) && said.add(text);
    });
}
