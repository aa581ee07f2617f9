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

/** Whether the object asks to be left alone by the rule. */
export function isSilenced(
  { metadata }: MeshObject,
  { code, aliases = [] }: Pick<ObjectRule, 'code' | 'aliases'>,
): boolean {
  const value: unknown = metadata.annotations?.[ANNOTATION_SILENCE];
  if (typeof value !== 'string') return false;
  return value
    .split(',')
    .map(item => item.trim())
    .some(item => item === '*' || item === code || aliases.includes(item));
}
