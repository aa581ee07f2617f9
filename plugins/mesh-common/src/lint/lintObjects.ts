import type { MeshObject } from '../objects';
import { createLintReport } from './createLintReport';
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
  rules?: readonly ObjectRule[],
): LintFinding[] {
  return createLintReport(objects, options, rules).findings;
}
