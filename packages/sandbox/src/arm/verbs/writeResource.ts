import { randomUUID } from 'node:crypto';
import { refuse } from '../ArmError';
import { checkConditions } from '../core/conditions';
import {
  isObject,
  type JsonObject,
  mergeJson,
  withoutEmpty,
} from '../core/json';
import { answerWrite } from '../core/operationAnswers';
import { groupIdOf, groupOf, nameOf, parentOf } from '../core/parseTarget';
import type { Operation, Resource } from '../core/Resource';
import type { ResourceType, Written } from '../core/ResourceType';
import type { ArmAnswer, ArmRequest } from '../core/wire';
import type { World } from '../core/World';
import { checkBody, parseBody } from './checkBody';
import { parentType, requireResource } from './readResource';

type Options = { id: string; request: ArmRequest };

/** PUT: makes a resource, or puts another in its place. */
export function putResource(
  world: World,
  type: ResourceType,
  options: Options,
): ArmAnswer {
  const live = world.store.get(options.id);
  checkAround(world, type, options.id);
  return write(world, type, {
    ...options,
    live,
    body: parseBody(options.request.body),
  });
}

/** PATCH: tags are replaced, properties merged. */
export function patchResource(
  world: World,
  type: ResourceType,
  options: Options,
): ArmAnswer {
  const live = requireResource(world, type, options.id);
  const patch = parseBody(options.request.body);
  const merged = mergeJson(live.body, patch);
  const { tags = live.body.tags } = patch;
  const body = { ...merged, ...(tags !== undefined && { tags }) };
  return write(world, type, { ...options, live, body });
}

function write(
  world: World,
  type: ResourceType,
  options: Options & { live?: Resource; body: JsonObject },
): ArmAnswer {
  const { id, request, live } = options;
  const name = nameOf(id);
  checkConditions(type, { request, body: options.body, live });
  const body = withoutOwn(checkBody(world, type, { ...options, name }));
  checkBusy(world, type, id);
  const written = type.write({ world, id, name, body, live, request });
  const isNew = !live;
  const { resource, operation } = keep(world, type, {
    id: live?.id ?? id,
    live,
    written,
  });
  written.also?.();
  world.journal.add({
    method: request.method,
    id: resource.id,
    type: type.type,
    effect: isNew ? 'created' : 'updated',
    body: request.body,
  });
  if (!operation) {
    type.done?.(world, resource, undefined);
  }
  return answerWrite(world, type, { resource, operation, isNew });
}

/** What only the server writes; clients send it back as they read it. */
function withoutOwn(sent: JsonObject): JsonObject {
  const { id, name, type, etag, eTag, systemData, properties, ...body } = sent;
  if (!isObject(properties)) {
    return body;
  }
  const { provisioningState, ...fields } = properties;
  return { ...body, properties: fields };
}

function keep(
  world: World,
  type: ResourceType,
  options: { id: string; live?: Resource; written: Written },
): { resource: Resource; operation?: Operation } {
  const { id, live, written } = options;
  const kind = live ? 'update' : 'create';
  const seconds = written.seconds ?? type.seconds[kind];
  const isSync =
    seconds === 0 || !['body', 'async', 'accepted'].includes(type.form);
  const now = world.now();
  const running = live ? 'Updating' : 'Creating';
  const resource: Resource = {
    id,
    type: type.type,
    name: live?.name ?? nameOf(id),
    body: withoutEmpty(written.body),
    hidden: { ...live?.hidden, ...written.hidden },
    state: isSync ? 'Succeeded' : running,
    etag: newEtag(type),
    createdAt: live?.createdAt ?? now,
    changedAt: now,
  };
  world.store.set(resource);
  const operation = isSync
    ? undefined
    : world.begin(resource, { kind, seconds });
  return { resource, operation };
}

/** A version that no resource had before. */
export function newEtag(type: ResourceType): string {
  return type.isWeak ? `W/"${randomUUID()}"` : randomUUID();
}

/** Group, parent and scope must be there before something is put there. */
function checkAround(world: World, type: ResourceType, id: string): void {
  const group = groupOf(id) && world.store.get(groupIdOf(id));
  if (group && group.state === 'Deleting') {
    throw refuse(
      409,
      'ResourceGroupBeingDeleted',
      `The resource group '${group.name}' is in deprovisioning state and cannot perform this operation.`,
    );
  }
  const parent = parentType(world, type) && parentOf(id);
  if (parent && !world.store.get(parent)) {
    throw refuse(
      404,
      'ParentResourceNotFound',
      `Failed to perform 'write' on resource(s) of type '${type.type
        .split('/')
        .slice(1)
        .join(
          '/',
        )}', because the parent resource '${parent}' could not be found.`,
    );
  }
  if (type.isExtension) {
    checkScope(world, id.slice(0, id.toLowerCase().lastIndexOf('/providers/')));
  }
}

function checkScope(world: World, scope: string): void {
  const isSubscription = scope.split('/').length === 3;
  if (!isSubscription && !world.store.get(scope)) {
    throw refuse(
      404,
      'ResourceNotFound',
      `The Resource '${scope
        .split('/')
        .slice(-2)
        .join('/')}' under resource group '${groupOf(
        scope,
      )}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
    );
  }
}

/** One thing at a time. */
export function checkBusy(world: World, type: ResourceType, id: string): void {
  const locked = type.lock?.(id) ?? id;
  const [operation] = world.store
    .pendingAt(locked)
    .filter(({ kind, resourceId }) => {
      const other = world.typeOf(world.store.get(resourceId) ?? { type: '' });
      const lock = other?.lock?.(resourceId) ?? resourceId;
      return kind !== 'action' && lock.toLowerCase() === locked.toLowerCase();
    });
  if (operation) {
    throw (
      type.busy?.(operation, locked) ??
      refuse(
        409,
        'AnotherOperationInProgress',
        `Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: https://management.azure.com/subscriptions/${
          world.subscriptionId
        }/providers/${type.type.split('/')[0]}/locations/${
          operation.location
        }/operations/${operation.id}?api-version=2016-03-30.`,
      )
    );
  }
}
