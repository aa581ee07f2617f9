import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  type ApprovalScope,
  buildApprovalScope,
} from '@meshwright/plugin-mesh-common';
import type { MeshService } from './MeshService';
import { readModel, type ServiceContext } from './ServiceContext';

type Decisions = Pick<MeshService, 'decide' | 'confirmRetiring'>;

/** What people decide about requests and about what is gone. */
export function createDecisions(context: ServiceContext): Decisions {
  const { stores, trigger, userInfo, now } = context;
  return {
    async decide(request, { credentials }) {
      const { consumerRef, providerRef, decision, environment = '*' } = request;
      const reason = request.reason?.trim();
      if (decision === 'decline' && !reason) {
        throw new InputError(
          "'reason' is missing: tell the team that asked why you decline",
        );
      }
      const { userEntityRef } = await userInfo.getUserInfo(credentials);
      const { model } = await readModel(context);
      const scope = buildApprovalScope(model, {
        consumerRef,
        providerRef,
        environment,
      });
      if (!scope) {
        throw new NotFoundError(
          `There is no request of '${consumerRef}' to use '${providerRef}' in environment '${environment}'`,
        );
      }
      const approval = await stores.approvals.add({
        consumerRef,
        providerRef,
        environment,
        decision,
        scope: limitScope(scope, request.until, now()),
        by: userEntityRef,
        at: now().toISOString(),
        ...(reason && { reason }),
      });
      trigger.triggerAll();
      return approval;
    },

    async confirmRetiring({ entityRef }) {
      const known = await stores.lastGood.list();
      const entry = known.find(stored => stored.entityRef === entityRef);
      if (!entry) {
        throw new NotFoundError(
          `Nothing of '${entityRef}' is on its way out of the mesh`,
        );
      }
      if (entry.missingSince === undefined) {
        throw new ConflictError(
          `'${entityRef}' is in the catalog; unregister it there first`,
        );
      }
      await stores.lastGood.confirm(entityRef);
      trigger.triggerAll();
    },
  };
}

/** The grant ends when its approver says, or when the need does. */
function limitScope(
  scope: ApprovalScope,
  until: string | undefined,
  now: Date,
): ApprovalScope {
  if (until === undefined) {
    return scope;
  }
  if (!(Date.parse(until) > now.getTime())) {
    throw new InputError(`'until' is '${until}'; it must be in the future`);
  }
  const isEarlier =
    scope.until === undefined || Date.parse(until) < Date.parse(scope.until);
  return isEarlier ? { ...scope, until } : scope;
}
