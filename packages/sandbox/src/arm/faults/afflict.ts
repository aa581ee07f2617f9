import { type ArmFault, kindOf } from '../ArmFaults';
import { isObject } from '../core/json';
import { parseOperationPath } from '../core/operationUrls';
import type { ArmAnswer, ArmRequest } from '../core/wire';
import type { World } from '../core/World';
import { operationError } from './toError';

/** Lets the operation that a request asks about fail, or go missing. */
export function afflictBefore(
  world: World,
  fault: ArmFault,
  request: ArmRequest,
): boolean {
  const path = request.url.split('?')[0];
  const address = parseOperationPath(path);
  return address ? afflict(world, fault, address.id) : false;
}

/** The same for the operation that a request has started. */
export function afflictAfter(
  world: World,
  fault: ArmFault,
  answer: ArmAnswer,
): boolean {
  const url =
    answer.headers['Azure-AsyncOperation'] ?? answer.headers.Location ?? '';
  const address = parseOperationPath(url.split('?')[0]);
  return address ? afflict(world, fault, address.id) : false;
}

function afflict(world: World, fault: ArmFault, id: string): boolean {
  const operation = world.store.operation(id);
  if (!operation) {
    return false;
  }
  if (kindOf(fault) === 'lose-operation') {
    operation.lost = true;
    return true;
  }
  if (operation.settled) {
    return false;
  }
  operation.outcome = 'Failed';
  operation.error = operationError(fault);
  return true;
}

/** What the client gets to see of an answer. */
export function spoil(fault: ArmFault, answer: ArmAnswer): ArmAnswer {
  const kind = kindOf(fault);
  if (kind === 'reset-after') {
    return { ...answer, broken: 'reset' };
  }
  return kind === 'half-body' && isObject(answer.body)
    ? { ...answer, broken: 'half' }
    : answer;
}
