import type { AccessGrant, Operation, WorkloadPort } from '../types';
import { isHttp } from './RouteTable';

/** What a call would be allowed to do. */
export type Ask = { ports: WorkloadPort[]; operation?: Operation };

/** What a grant is limited to; a missing part means any. */
export type Limits = { ports?: string[]; operation?: Operation };

export function limitsOf(grant: AccessGrant): Limits {
  const { ports, methods, paths } = grant;
  const limited = methods ?? paths;
  return {
    ...(ports && { ports }),
    ...(limited && { operation: toOperation(methods, paths) }),
  };
}

export function toOperation(
  methods: string[] | undefined,
  paths: string[] | undefined,
): Operation | undefined {
  return methods || paths
    ? { ...(methods && { methods }), ...(paths && { paths }) }
    : undefined;
}

/** Cuts an ask at the limits of a grant. */
export function splitAsk(
  ask: Ask,
  limits: Limits,
): { inside?: Ask; outside: Ask[] } {
  const isWithin = (port: WorkloadPort) =>
    (limits.ports?.includes(port.name) ?? true) &&
    (limits.operation === undefined || isHttp(port));
  const within = ask.ports.filter(isWithin);
  const without = ask.ports.filter(port => !isWithin(port));
  const methods = intersect(
    ask.operation?.methods,
    limits.operation?.methods,
    (wide, narrow) => wide === narrow,
  );
  const paths = intersect(
    ask.operation?.paths,
    limits.operation?.paths,
    coversPath,
  );
  if (within.length === 0 || methods?.length === 0 || paths?.length === 0) {
    return { outside: [ask] };
  }
  const operation = toOperation(methods, paths);
  const inside = { ports: within, ...(operation && { operation }) };
  const outside = [
    ...(without.length > 0 ? [{ ...ask, ports: without }] : []),
    ...(sameOperation(operation, ask.operation)
      ? []
      : [{ ports: within, ...remainder(ask.operation, operation) }]),
  ];
  return { inside, outside };
}

/** True when everything that is asked lies inside the limits. */
export function isInside(ask: Ask, limits: Limits): boolean {
  return splitAsk(ask, limits).outside.length === 0;
}

/** True when every call that matches `narrow` matches `wide` as well. */
function coversPath(wide: string, narrow: string): boolean {
  return (
    wide === narrow ||
    (wide.endsWith('*') &&
      !wide.includes('{') &&
      narrow.startsWith(wide.slice(0, -1)))
  );
}

function intersect(
  asked: string[] | undefined,
  limit: string[] | undefined,
  covers: (wide: string, narrow: string) => boolean,
): string[] | undefined {
  if (!asked || !limit) {
    return asked ?? limit;
  }
  const values = [
    ...asked.filter(value => limit.some(wide => covers(wide, value))),
    ...limit.filter(value => asked.some(wide => covers(wide, value))),
  ];
  return [...new Set(values)].sort();
}

/** What the granted part leaves; where that is no product, all of it. */
function remainder(asked: Operation | undefined, granted?: Operation) {
  if (!asked) {
    return {};
  }
  const less = (of?: string[], taken?: string[]) => {
    const left = of?.filter(value => !taken?.includes(value));
    return left?.length ? left : of;
  };
  const sameMethods = asked.methods?.join() === granted?.methods?.join();
  const samePaths = asked.paths?.join() === granted?.paths?.join();
  if (samePaths === sameMethods) {
    return { operation: asked };
  }
  const operation = samePaths
    ? toOperation(less(asked.methods, granted?.methods), asked.paths)
    : toOperation(asked.methods, less(asked.paths, granted?.paths));
  return operation ? { operation } : {};
}

function sameOperation(a?: Operation, b?: Operation): boolean {
  return (
    a?.methods?.join() === b?.methods?.join() &&
    a?.paths?.join() === b?.paths?.join()
  );
}
