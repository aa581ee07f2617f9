import type { Entity } from '@backstage/catalog-model';
import type { AccessGrant, AccessRule } from '../types';
import {
  readAll,
  readMethods,
  readPaths,
  readRef,
  readUntil,
} from './conditions';
import type { Field } from './Field';

const KEYS = ['from', 'ports', 'methods', 'paths', 'until', 'operations'];
const MAX_GRANTS = 1000;

/** Undefined when nothing was declared, or not all of it can be read. */
export function readAccess(
  mesh: Field,
  entity: Entity,
): { access?: AccessRule; complete: boolean } {
  const field = mesh.at('access');
  if (!field.present) {
    return { complete: true };
  }
  const shape = field.object(['approval', 'allow']);
  if (shape === undefined) {
    return { complete: false };
  }
  const approval = field.at('approval').present
    ? field.at('approval').oneOf<AccessRule['approval']>(['none', 'owner'])
    : 'owner';
  const allow = readAllow(field.at('allow'), entity);
  return shape === 'ok' && approval && allow
    ? { access: { approval, allow }, complete: true }
    : { complete: false };
}

function readAllow(field: Field, entity: Entity): AccessGrant[] | undefined {
  if (!field.present) {
    return [];
  }
  const grants = field.list(MAX_GRANTS)?.map(item => readGrant(item, entity));
  return grants?.every(grant => grant !== undefined)
    ? (grants as AccessGrant[])
    : undefined;
}

function readGrant(field: Field, entity: Entity): AccessGrant | undefined {
  if (typeof field.value === 'string') {
    const from = readCaller(field, entity);
    return from ? { from } : undefined;
  }
  const shape = field.object(KEYS);
  if (shape === undefined) {
    return undefined;
  }
  let good = shape === 'ok';
  const read = <T>(key: string, reader: (value: Field) => T | undefined) => {
    const value = field.at(key).present ? reader(field.at(key)) : undefined;
    good &&= value !== undefined || !field.at(key).present;
    return value !== undefined ? { [key]: value } : {};
  };
  const from = readCaller(field.at('from'), entity);
  if (field.at('operations').present) {
    good = false;
    field
      .at('operations')
      .problem(
        'MW1013',
        ', which is not supported yet, so this entry grants nothing. Use ports, methods and paths',
      );
  }
  const limits = {
    ...read('ports', value => readAll(value, item => item.string())),
    ...read('methods', readMethods),
    ...read('paths', readPaths),
    ...read('until', readUntil),
  };
  return good && from ? { from, ...limits } : undefined;
}

function readCaller(field: Field, entity: Entity): string | undefined {
  const ref = readRef(field, {
    namespace: entity.metadata.namespace ?? 'default',
  });
  return ref && !/^(component|resource|system):/.test(ref)
    ? field.problem('MW1011', '; name a component, a resource or a system')
    : ref;
}
