import { invalid } from '../errors';
import type { KubeObject, ResourceType } from '../types';
import { checkConfigData } from './configData';
import { checkCore } from './core';
import { checkCustom } from './istio';
import { checkMetadata } from './names';

/** Refuses an object that its type does not allow. */
export function validateObject(
  object: KubeObject,
  type: ResourceType,
  before?: KubeObject,
): void {
  const causes = [
    ...checkMetadata(object, type, before),
    ...(type.custom
      ? checkCustom(object)
      : [...checkConfigData(object), ...checkCore(object, before)]),
  ];
  if (causes.length > 0) {
    throw invalid(type, object.metadata.name, causes);
  }
}
