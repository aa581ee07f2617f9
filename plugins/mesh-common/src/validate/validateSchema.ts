import type { MeshObject } from '../objects';
import { listSchemaIssues } from './listSchemaIssues';
import type { Validation, ValidationOptions } from './types';

/**
 * What an API server says to an object, in its words: types, limits, fields
 * that are not known, and the rules of the definition of its kind. Undefined
 * for kinds that are not known here.
 *
 * @public
 */
export function validateSchema(
  object: MeshObject,
  options: ValidationOptions = {},
): Validation | undefined {
  const issues = listSchemaIssues(object, options);
  return issues && { errors: issues.map(each => each.message), warnings: [] };
}
