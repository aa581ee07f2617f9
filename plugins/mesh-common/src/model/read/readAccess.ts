import type { Entity } from '@backstage/catalog-model';
import type { AccessGrant, AccessRule } from '../types';
import {
  readAll,
  readMethods,
  readNames,
  readPaths,
  readRef,
  readUntil,
} from './conditions';
import type { Field } from './Field';
import { readRecord } from './readRecord';

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
  const limits = readRecord<Required<Omit<AccessGrant, 'from' | 'resolved'>>>(
    field,
    {
      ports: value => readAll(value, item => item.string()),
      methods: readMethods,
      paths: readPaths,
      operations: readNames,
      until: readUntil,
    },
    ['from'],
  );
  const from = readCaller(field.at('from'), entity);
  return limits && from ? { from, ...limits } : undefined;
}

function readCaller(field: Field, entity: Entity): string | undefined {
  const ref = readRef(field, {
    namespace: entity.metadata.namespace ?? 'default',
  });
  return ref && !/^(component|resource|system):/.test(ref)
    ? field.problem('MW1011', '; name a component, a resource or a system')
    : ref;
}
