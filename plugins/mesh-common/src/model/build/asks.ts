import {
  EVERYTHING,
  intersect,
  isEverything,
  subtract,
} from '../operations/operations';
import type { CallWindow, Operation, WorkloadPort } from '../types';
import { isHttp } from './RouteTable';
import { isWithinWindow } from './stateOfWindow';

/** What a call would be allowed to do. */
export type Ask = {
  ports: WorkloadPort[];
  /** Only where all ports speak HTTP through the mesh; never empty. */
  operations?: Operation[];
  window?: CallWindow;
};

/** What a grant is limited to; a missing part means any. */
export type Limits = {
  ports?: string[];
  /** None when it is empty. */
  operations?: readonly Operation[];
  window?: CallWindow;
};

/**
 * Cuts an ask at the limits of a grant. What is inside is in both; inside and
 * outside together are never less than the ask.
 */
export function splitAsk(
  ask: Ask,
  limits: Limits,
): { inside?: Ask; outside: Ask[] } {
  const limit =
    limits.operations && !isEverything(limits.operations)
      ? limits.operations
      : undefined;
  const isWithin = (port: WorkloadPort) =>
    (limits.ports?.includes(port.name) ?? true) &&
    (limit === undefined || isHttp(port));
  if (limits.window && !fitsWindow(ask, limits.window)) {
    return { outside: [ask] };
  }
  const within = ask.ports.filter(isWithin);
  const without = ask.ports.filter(port => !isWithin(port));
  const inside = limit
    ? intersect(ask.operations ?? EVERYTHING, limit)
    : ask.operations;
  if (within.length === 0 || inside?.length === 0) {
    return { outside: [ask] };
  }
  const left = limit ? subtract(ask.operations ?? EVERYTHING, limit) : [];
  return {
    inside: withOperations({ ...ask, ports: within }, inside),
    outside: [
      ...(without.length > 0 ? [{ ...ask, ports: without }] : []),
      ...(left.length > 0
        ? [withOperations({ ...ask, ports: within }, left)]
        : []),
    ],
  };
}

/** True when everything that is asked lies inside the limits. */
export function isInside(ask: Ask, limits: Limits): boolean {
  return splitAsk(ask, limits).outside.length === 0;
}

/** What is asked at any time is wider than any window. */
function fitsWindow({ window }: Ask, limit: CallWindow): boolean {
  return window !== undefined && isWithinWindow(window, limit);
}

function withOperations(
  { operations: _, ...ask }: Ask,
  operations: Operation[] | undefined,
): Ask {
  return operations && !isEverything(operations) ? { ...ask, operations } : ask;
}
