import type { WriteOptions } from '../target';
import type { KubeObject, ResourceType } from '../types';
import { decodeConfigData } from './configData';
import { pruneCustom } from './istio';
import { pruneCore } from './known';
import { unknownMetadata } from './shape';

export type FieldValidation = 'Strict' | 'Warn' | 'Ignore';

/** An object without fields that its type does not know, and their paths. */
export function dropUnknown(
  given: KubeObject,
  type: ResourceType,
): { object: KubeObject; unknown: string[] } {
  const inMetadata = unknownMetadata({ ...given.metadata });
  const metadata = Object.fromEntries(
    Object.entries(given.metadata).filter(
      ([key]) => !inMetadata.includes(`metadata.${key}`),
    ),
  ) as KubeObject['metadata'];
  const { object, unknown } = type.custom
    ? pruneCustom(given)
    : pruneCore(given, type);
  return {
    object: { ...object, metadata },
    unknown: [...inMetadata, ...unknown],
  };
}

/** Unknown fields refuse, warn or pass in silence; they are never stored. */
export function checkFields(
  object: KubeObject,
  type: ResourceType,
  options: Pick<WriteOptions, 'validation' | 'warn' | 'duplicates' | 'refuse'>,
): KubeObject {
  if (!type.custom) {
    decodeConfigData(object);
  }
  const { object: known, unknown } = dropUnknown(object, type);
  const texts = unknown.map(path => `unknown field "${path}"`);
  const { warnings, reasons } = options.duplicates;
  const all = [...reasons, ...texts];
  if (options.validation === 'Strict' && all.length > 0) {
    throw options.refuse(all, object);
  }
  if (options.validation === 'Warn') {
    [...warnings, ...texts].forEach(options.warn);
  }
  return known;
}
