import { badRequest } from '../errors';
import type { Json, KubeObject, ResourceType } from '../types';
import { unknownMetadata } from './shape';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** An object without fields that its type does not know, and their paths. */
export function dropUnknown(
  object: KubeObject,
  _type: ResourceType,
): { object: KubeObject; unknown: string[] } {
  const unknown = unknownMetadata(object.metadata as unknown as Json);
  const metadata = Object.fromEntries(
    Object.entries(object.metadata).filter(
      ([key]) => !unknown.includes(`metadata.${key}`),
    ),
  ) as KubeObject['metadata'];
  return { object: { ...object, metadata }, unknown };
}

/** Unknown fields refuse, warn or pass in silence; they are never stored. */
export function checkFields(
  object: KubeObject,
  type: ResourceType,
  options: { validation: FieldValidation; warn: (text: string) => void },
): KubeObject {
  const { object: known, unknown } = dropUnknown(object, type);
  const texts = unknown.map(path => `unknown field "${path}"`);
  if (options.validation === 'Strict' && texts.length > 0) {
    throw badRequest(`strict decoding error: ${texts.join(', ')}`);
  }
  if (options.validation === 'Warn') {
    texts.forEach(options.warn);
  }
  return known;
}
