import type { ArmAnswer, ArmRequest } from '../core/wire';
import type { World } from '../core/World';

export type RouteContext = {
  world: World;
  /** Parts of the path that the pattern kept, as they were sent. */
  parts: string[];
  query: URLSearchParams;
  version: string;
  request: ArmRequest;
};

/** A path that is no resource of the store. */
export type Route = {
  method: 'GET' | 'POST' | 'DELETE' | 'HEAD';
  /** Over the path below `/subscriptions/<id>`, whatever its case. */
  pattern: RegExp;
  /** Undefined when it is a resource after all. */
  run(context: RouteContext): ArmAnswer | undefined;
};

/** A pattern of a path in which `*` stands for one segment. */
export function pathPattern(path: string): RegExp {
  const source = path
    .split('*')
    .map(part => part.replace(/[.$]/g, '\\$&'))
    .join('([^/]+)');
  return new RegExp(`^${source}$`, 'i');
}
