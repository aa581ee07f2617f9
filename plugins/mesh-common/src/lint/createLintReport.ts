import type { MeshObject } from '../objects';
import { createLintContext } from './createLintContext';
import { isSilenced } from './isSilenced';
import { objectRules } from './objectRules';
import type { LintFinding, LintOptions, ObjectRule } from './types';

/**
 * What rules say about objects, and what the objects ask to be silent about.
 *
 * @public
 */
export type LintReport = {
  /** In the order of the rules. */
  findings: LintFinding[];
  /** Found too, and silenced by an annotation of the object. */
  silenced: LintFinding[];
};

/**
 * Judges objects, ours or anybody's, by every rule or by those that are
 * given. The same is said once. What an object asks to be silent about is
 * counted apart; see {@link ANNOTATION_LINT_IGNORE}.
 *
 * @public
 */
export function createLintReport(
  objects: readonly MeshObject[],
  options: LintOptions,
  rules: readonly ObjectRule[] = objectRules,
): LintReport {
  const context = createLintContext(objects, options);
  const report: LintReport = { findings: [], silenced: [] };
  const said = new Set<string>();
  for (const rule of rules) {
    for (const { object, path, message, severity } of rule.check(context)) {
      const finding: LintFinding = {
        rule: rule.code,
        severity: severity ?? rule.severity,
        apiVersion: object.apiVersion,
        kind: object.kind,
        namespace: object.metadata.namespace ?? '',
        name: object.metadata.name,
        path,
        message,
      };
      const text = JSON.stringify(finding);
      if (said.has(text)) continue;
      said.add(text);
      (isSilenced(object, rule) ? report.silenced : report.findings).push(
        finding,
      );
    }
  }
  return report;
}
