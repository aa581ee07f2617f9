import { createPermissionRule } from '@backstage/plugin-permission-node';
import { meshEntityResourceRef } from '../meshEntityResource';
import { ownerParamsSchema } from './ownerParamsSchema';

export const isProviderOwner = createPermissionRule({
  name: 'IS_PROVIDER_OWNER',
  description:
    'Allows owners of a service whose claim on its namespace is confirmed',
  resourceRef: meshEntityResourceRef,
  paramsSchema: ownerParamsSchema,
  apply: ({ owner }, { claims }) =>
    owner !== undefined && claims.includes(owner),
  toQuery: ({ claims }) => ({ field: 'owner', anyOf: claims }),
});
