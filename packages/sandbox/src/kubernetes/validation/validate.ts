import { invalid } from '../errors';
import type { StatusCause } from '../errors';
import type { KubeObject, ResourceType } from '../types';
import { checkRules } from './cel/checkRules';
import { checkConfigData } from './configData';
import { checkCore } from './core';
import { checkCustom } from './istio';
import { checkMetadata } from './names';

function checkPublished(object: KubeObject): StatusCause[] {
  const causes = checkCustom(object);
  return [...causes, ...checkRules(object, causes)];
}

/** Refuses an object that its type does not allow. */
export function validateObject(
  object: KubeObject,
  type: ResourceType,
  before?: KubeObject,
): void {
  const causes = [
    ...checkMetadata(object, type, before),
    ...(type.custom
      ? checkPublished(object)
      : [...checkConfigData(object), ...checkCore(object, before)]),
  ];
  if (causes.length > 0) {
    throw invalid(type, object.metadata.name, causes);
  }
}
