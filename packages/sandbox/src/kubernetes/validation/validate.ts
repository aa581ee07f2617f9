import { invalid } from '../errors';
import type { KubeObject, ResourceType } from '../types';
import { checkMetadata } from './names';

/** Refuses an object that its type does not allow. */
export function validateObject(
  object: KubeObject,
  type: ResourceType,
  _before?: KubeObject,
): void {
  const causes = checkMetadata(object, type);
  if (causes.length > 0) {
    throw invalid(type, object.metadata.name, causes);
  }
}
