import { createPermissionRule } from '@backstage/plugin-permission-node';
import { meshEntityResourceRef } from '../meshEntityResource';
import { ownerParamsSchema } from './ownerParamsSchema';

export const isWorkloadOwner = createPermissionRule({
  name: 'IS_WORKLOAD_OWNER',
  description: 'Allows those whom a service names as its owner',
  resourceRef: meshEntityResourceRef,
  paramsSchema: ownerParamsSchema,
  apply: ({ claimedOwner }, { claims }) =>
    claimedOwner !== undefined && claims.includes(claimedOwner),
  toQuery: ({ claims }) => ({ field: 'claimedOwner', anyOf: claims }),
});
