import { ArmError, refuse } from './ArmError';
import { isSame, readApiVersion } from './checkRequest';
import { answerOperation } from './core/operationAnswers';
import { parseOperationPath } from './core/operationUrls';
import { parentOf, parseTarget, type Target } from './core/parseTarget';
import { show } from './core/show';
import type { ArmAnswer, ArmRequest } from './core/wire';
import type { World } from './core/World';
import { checkRegistered } from './routes/providers';
import { routes } from './routes';
import { deleteResource } from './verbs/deleteResource';
import { checkGroup, findType, idOf } from './verbs/findType';
import { listResources } from './verbs/listResources';
import { requireResource } from './verbs/readResource';
import { patchResource, putResource } from './verbs/writeResource';

type Asked = {
  target: Target;
  version: string;
  query: URLSearchParams;
  request: ArmRequest;
};

/** Finds out what a request wants, and does it. Throws an ArmError. */
export async function dispatch(
  world: World,
  request: ArmRequest,
): Promise<ArmAnswer> {
  const [path, search = ''] = request.url.split('?');
  const query = new URLSearchParams(search);
  const version = readApiVersion(query);
  const target = parseTarget(path);
  if (!isSame(target.subscription, world.subscriptionId)) {
    throw refuse(
      404,
      'SubscriptionNotFound',
      `The subscription '${target.subscription}' could not be found.`,
    );
  }
  const operation = parseOperationPath(target.path);
  if (operation && request.method === 'GET') {
    return answerOperation(world, operation, query);
  }
  const asked = { target, version, query, request };
  const routed = runRoute(world, asked);
  return routed ?? runVerb(world, asked);
}

function runRoute(world: World, asked: Asked): ArmAnswer | undefined {
  const { target, request } = asked;
  const rest = `/${target.path.split('/').slice(3).join('/')}`;
  for (const route of routes) {
    const match =
      route.method === request.method ? route.pattern.exec(rest) : null;
    if (match) {
      const parts = match.slice(1).map(decodeURIComponent);
      const answered = route.run({ world, parts, ...asked });
      if (answered) {
        return answered;
      }
    }
  }
  return undefined;
}

async function runVerb(world: World, asked: Asked): Promise<ArmAnswer> {
  const { target, version, request } = asked;
  const { method } = request;
  if (!isGroupItself(target)) {
    checkGroup(world, target);
  }
  if (method === 'POST') {
    return runAction(world, asked);
  }
  const type = findType(world, withNamespace(target), version);
  const id = idOf(withNamespace(target), type);
  const isCollection = target.types.length > target.names.length;
  try {
    if (isCollection && method === 'GET') {
      return listResources(world, type, { id, target });
    }
    if (isCollection) {
      throw notAllowed(method);
    }
    return runOn(world, { type, id, request });
  } catch (error) {
    throw flatten(error, type.flatErrors);
  }
}

function runOn(
  world: World,
  options: {
    type: ReturnType<typeof findType>;
    id: string;
    request: ArmRequest;
  },
): ArmAnswer {
  const { type, id, request } = options;
  switch (request.method) {
    case 'GET': {
      const resource = requireResource(world, type, id);
      return { status: 200, headers: {}, body: show(world, resource) };
    }
    case 'HEAD':
      return { status: world.store.get(id) ? 204 : 404, headers: {} };
    case 'PUT':
      checkRegistered(world, type.type);
      return putResource(world, type, { id, request });
    case 'PATCH':
      return patchResource(world, type, { id, request });
    case 'DELETE':
      return deleteResource(world, type, { id, request });
    default:
      throw notAllowed(request.method);
  }
}

async function runAction(world: World, asked: Asked): Promise<ArmAnswer> {
  const { target, version, request, query } = asked;
  const action = target.types.slice(-1)[0] ?? '';
  const owner = {
    ...target,
    path: parentOf(`${target.path}/x`),
    types: target.types.slice(0, -1),
  };
  const type = findType(world, withNamespace(owner), version);
  const run = type.actions?.[action.toLowerCase()];
  if (!run || target.types.length === target.names.length) {
    throw notAllowed(`POST ${action}`);
  }
  const id = idOf(withNamespace(owner), type);
  try {
    const resource = requireResource(world, type, id);
    return await run({ world, resource, request, query });
  } catch (error) {
    throw flatten(error, type.flatErrors);
  }
}

/** Groups are resources, too; their paths name no provider. */
function withNamespace(target: Target): Target {
  return target.namespace
    ? target
    : { ...target, namespace: 'Microsoft.Resources' };
}

function isGroupItself(target: Target): boolean {
  return target.namespace === '' && target.types.length <= 1;
}

function notAllowed(method: string): ArmError {
  return refuse(
    405,
    'MethodNotAllowed',
    `The sandbox does not serve '${method}' there.`,
  );
}

/** Some providers leave the wrapper of errors out. */
function flatten(error: unknown, isFlat: boolean | undefined): unknown {
  if (error instanceof ArmError && isFlat) {
    error.isFlat = true;
  }
  return error;
}
