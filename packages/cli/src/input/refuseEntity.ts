import {
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  DefaultNamespaceEntityPolicy,
  domainEntityV1alpha1Validator,
  type Entity,
  EntityPolicies,
  FieldFormatEntityPolicy,
  groupEntityV1alpha1Validator,
  locationEntityV1alpha1Validator,
  NoForeignRootFieldsEntityPolicy,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
  systemEntityV1alpha1Validator,
  userEntityV1alpha1Validator,
} from '@backstage/catalog-model';
import type { Diagnostic } from '@meshwright/plugin-mesh-common';
import { messageOf } from '../messageOf';

/** What the catalog applies to every entity, in its order. */
const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new DefaultNamespaceEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
  new FieldFormatEntityPolicy(),
]);

const validators = [
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  domainEntityV1alpha1Validator,
  groupEntityV1alpha1Validator,
  locationEntityV1alpha1Validator,
  resourceEntityV1alpha1Validator,
  systemEntityV1alpha1Validator,
  userEntityV1alpha1Validator,
];

/** The entity as the catalog would take it, or its objection. */
export async function refuseEntity(
  entity: Entity,
): Promise<{ entity: Entity } | { diagnostic: Diagnostic }> {
  try {
    const taken = (await policy.enforce(entity)) ?? entity;
    for (const validator of validators) {
      if (await validator.check(taken)) return { entity: taken };
    }
    throw new Error(`no kind '${entity.kind}' is known`);
  } catch (error) {
    const { kind, metadata } = entity;
    const namespace = metadata.namespace ?? 'default';
    return {
      diagnostic: {
        code: 'MW1902',
        severity: 'error',
        entityRef: `${kind}:${namespace}/${metadata.name}`.toLowerCase(),
        pointer: pointerOf(error),
        message: `The catalog refuses it: ${messageOf(error)
          .split('\n')
          .join(' ')}`,
      },
    };
  }
}

/** The field that the catalog names, where it names one. */
function pointerOf(error: unknown): string {
  const message = messageOf(error);
  const path = /^(?:Policy check failed[^;]*; )?(\/[\w/.-]+)/.exec(message);
  if (path?.[1]) return path[1];
  const field = /"((?:metadata|spec)[\w.]*)"/.exec(message)?.[1];
  return field ? `/${field.split('.').join('/')}` : '';
}
