import type { Entity } from '@backstage/catalog-model';
import type { ReadDeclarationResult } from '../types';
import { readDeclaration } from './readDeclaration';

const readings = new WeakMap<Entity, ReadDeclarationResult>();

/** The same entity object is read once, however often it is passed in. */
export function readOnce(entity: Entity): ReadDeclarationResult {
  const known = readings.get(entity) ?? readDeclaration(entity);
  readings.set(entity, known);
  return known;
}
