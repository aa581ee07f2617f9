import { checkConditions } from '../core/conditions';
import { answerDelete } from '../core/operationAnswers';
import type { ResourceType } from '../core/ResourceType';
import { removeResource } from '../core/settle';
import { show } from '../core/show';
import type { ArmAnswer, ArmRequest } from '../core/wire';
import type { World } from '../core/World';
import { checkBusy } from './writeResource';

/** DELETE: what is not there is no error. */
export function deleteResource(
  world: World,
  type: ResourceType,
  options: { id: string; request: ArmRequest },
): ArmAnswer {
  const { id, request } = options;
  const resource = world.store.get(id);
  if (!resource) {
    return { status: 204, headers: {} };
  }
  const running = world.store
    .pendingAt(resource.id)
    .find(one => one.kind === 'delete' && one.resourceId === resource.id);
  if (running) {
    return answerDelete(world, type, running);
  }
  checkConditions(type, { request, live: resource });
  checkBusy(world, type, id);
  type.checkDelete?.(world, resource);
  world.journal.add({
    method: 'DELETE',
    id: resource.id,
    type: type.type,
    effect: 'deleted',
  });
  const seconds = type.seconds.delete;
  if (seconds === 0 || type.form === 'sync' || type.form === 'body') {
    const shown = show(world, resource);
    removeResource(world, resource, request);
    const isRole = type.type === 'Microsoft.Authorization/roleAssignments';
    return { status: 200, headers: {}, ...(isRole && { body: shown }) };
  }
  resource.state = 'Deleting';
  const operation = world.begin(resource, { kind: 'delete', seconds });
  return answerDelete(world, type, operation);
}
