import { refuse } from '../ArmError';
import type { JsonObject } from './json';
import { isSigned, type OperationAddress, operationUrl } from './operationUrls';
import type { Operation, Resource } from './Resource';
import type { ResourceType } from './ResourceType';
import { show } from './show';
import { answer, type ArmAnswer } from './wire';
import type { World } from './World';

const PREEMPTED = {
  code: 'NotLatestOperation',
  message:
    'The operation has been preempted by another one and its result is not the latest.',
};

/** The answer to a write that took effect. */
export function answerWrite(
  world: World,
  type: ResourceType,
  options: { resource: Resource; operation?: Operation; isNew: boolean },
): ArmAnswer {
  const { resource, operation, isNew } = options;
  const headers = operation ? operationHeaders(world, type, operation) : {};
  if (type.form === 'accepted' && operation) {
    return { status: 202, headers };
  }
  return {
    status: isNew ? 201 : 200,
    headers,
    body: show(world, resource),
  };
}

/** The answer to a delete that began. */
export function answerDelete(
  world: World,
  type: ResourceType,
  operation: Operation,
): ArmAnswer {
  const { 'Azure-AsyncOperation': async, ...headers } = operationHeaders(
    world,
    type,
    operation,
  );
  return {
    status: 202,
    headers: {
      ...headers,
      ...(type.form !== 'location' && { 'Azure-AsyncOperation': async }),
      Location: operationUrl(world, operation, 'operationresults'),
    },
  };
}

/** How an operation goes. */
export function answerOperation(
  world: World,
  address: OperationAddress,
  query: URLSearchParams,
): ArmAnswer {
  const operation = world.store.operation(address.id);
  if (!operation || operation.lost) {
    throw refuse(
      404,
      'NotFound',
      `The entity was not found: operation '${address.id}'.`,
    );
  }
  if (!isSigned(world, operation.id, query)) {
    throw refuse(
      403,
      'AuthorizationFailed',
      'The signature of the operation is missing or wrong.',
    );
  }
  return address.isResult
    ? answerResult(world, operation)
    : answerStatus(world, operation);
}

function answerStatus(world: World, operation: Operation): ArmAnswer {
  const isOver = operation.endsAt <= world.now();
  const status = isOver ? operation.outcome : 'InProgress';
  const type = world.typeOf(operation);
  const error = operation.error ?? {};
  const failed = isOver && operation.outcome !== 'Succeeded';
  const body: JsonObject = {
    name: operation.id,
    status,
    startTime: new Date(operation.startedAt).toISOString(),
    ...(isOver && { endTime: new Date(operation.endsAt).toISOString() }),
    ...(failed && { error }),
    // Azure's own oddity: an error of an operation that goes well.
    ...(!failed && type?.flatErrors && { error: PREEMPTED }),
    ...(isOver && operation.result && { properties: operation.result }),
  };
  return {
    ...answer(200, body),
    headers: isOver ? {} : waitHeaders(world, operation),
  };
}

function answerResult(world: World, operation: Operation): ArmAnswer {
  if (operation.endsAt > world.now()) {
    const headers = {
      Location: operationUrl(world, operation, 'operationresults'),
      ...waitHeaders(world, operation),
    };
    return { status: 202, headers };
  }
  if (operation.outcome !== 'Succeeded') {
    const { code, message } = operation.error ?? {};
    throw refuse(409, String(code), String(message));
  }
  const resource = world.store.get(operation.resourceId);
  if (operation.result) {
    return answer(200, operation.result);
  }
  if (resource && operation.kind !== 'delete') {
    return answer(200, show(world, resource));
  }
  const isGroup = operation.type === 'Microsoft.Resources/resourceGroups';
  return answer(isGroup || operation.kind === 'action' ? 200 : 204);
}

/** Headers of a write or of an action that has begun. */
export function operationHeaders(
  world: World,
  type: ResourceType,
  operation: Operation,
): Record<string, string> {
  const isNetwork = type.type.startsWith('Microsoft.Network/');
  return {
    'Azure-AsyncOperation': operationUrl(world, operation, 'operations'),
    ...(type.form === 'accepted' && {
      Location: operationUrl(world, operation, 'operationresults'),
    }),
    ...(isNetwork &&
      type.form === 'async' && { 'azure-asyncnotification': 'Enabled' }),
    ...waitHeaders(world, operation),
  };
}

/** How long to wait: Azure's own words at its own speed, else 1 %. */
function waitHeaders(
  world: World,
  operation: Operation,
): Record<string, string> {
  if (world.speed !== 1) {
    const total = operation.endsAt - operation.startedAt;
    return { 'retry-after-ms': String(Math.max(1, Math.ceil(total / 100))) };
  }
  const form = world.typeOf(operation)?.form;
  const tells = form === 'accepted' || form === 'location';
  return tells ? { 'Retry-After': '15' } : {};
}
