import type { MeshObject } from '../objects';
import type { ObjectRule } from './types';

/**
 * Annotation of objects that are not to be judged by some rules: their codes
 * or aliases, separated by commas, or `*`. It is Istio's own, so that both
 * tools are silent.
 *
 * @public
 */
export const ANNOTATION_SILENCE = 'galley.istio.io/analyze-suppress';

/**
 * Annotation of objects that are not to be judged by some rules: their codes
 * or aliases, separated by commas, for example `MW2001,MW2050`. It knows no
 * `*`: each rule is named.
 *
 * @public
 */
export const ANNOTATION_LINT_IGNORE = 'meshwright.io/lint-ignore';

/** What the API server and the webhook refuse stays refused. */
const unsilenceable = /^MW23/;

/** Whether the object asks to be left alone by the rule. */
export function isSilenced(
  { metadata }: MeshObject,
  rule: Pick<ObjectRule, 'code' | 'aliases'>,
): boolean {
  if (unsilenceable.test(rule.code)) return false;
  const { code, aliases = [] } = rule;
  const isNamed = (item: string) => item === code || aliases.includes(item);
  const { annotations } = metadata;
  return (
    listItems(annotations?.[ANNOTATION_LINT_IGNORE]).some(isNamed) ||
    listItems(annotations?.[ANNOTATION_SILENCE]).some(
      item => item === '*' || isNamed(item),
    )
  );
}

/** The rules that an annotation names. */
export function listItems(value: unknown): string[] {
  return typeof value === 'string'
    ? value
        .split(',')
        .map(item => item.trim())
        .filter(Boolean)
    : [];
}
