import type { ArmError } from '../ArmError';
import type { JsonObject } from './json';
import type { Operation, Resource } from './Resource';
import type { ArmAnswer, ArmRequest } from './wire';
import type { World } from './World';

/**
 * How a provider tells that a write is not over.
 *
 * - `sync`: it is over.
 * - `body`: by `provisioningState` only; deletes are over at once.
 * - `async`: `Azure-AsyncOperation`; deletes 202 with `Location`, too.
 * - `accepted`: 202 without a body, also for writes.
 * - `location`: writes are over; deletes 202 with `Location` alone.
 * - `delete`: writes are over; deletes as with `async`.
 */
export type LroForm =
  | 'sync'
  | 'body'
  | 'async'
  | 'accepted'
  | 'location'
  | 'delete';

/** A write of one resource. */
export type WriteContext = {
  world: World;
  id: string;
  name: string;
  /** The whole resource as it is wanted; a PATCH is merged before. */
  body: JsonObject;
  /** What is there now. */
  live?: Resource;
  request: ArmRequest;
};

/** What is kept of a write. */
export type Written = {
  body: JsonObject;
  hidden?: JsonObject;
  /** 0 makes it synchronous whatever the form. */
  seconds?: number;
  /** Makes or changes others, once all has been checked. */
  also?: () => void;
};

export type ActionContext = {
  world: World;
  resource: Resource;
  request: ArmRequest;
  query: URLSearchParams;
};

/** A type of resource with its rules. */
export type ResourceType = {
  /** For example `Microsoft.Network/virtualNetworks/subnets`. */
  type: string;
  /** That are served. */
  apiVersions: readonly string[];
  location: 'region' | 'global' | 'any' | 'none';
  /** Lies on resources of any type. */
  isExtension?: boolean;
  /** Field with the version; without it conditions are not looked at. */
  etag?: 'etag' | 'eTag';
  /** Versions look like `W/"…"`. */
  isWeak?: boolean;
  /** Shows no `properties.provisioningState`. */
  isStateless?: boolean;
  namePattern?: RegExp;
  form: LroForm;
  seconds: { create: number; update: number; delete: number };
  /** Errors of this provider come without the wrapper `error`. */
  flatErrors?: boolean;
  /** Status while it is created; `Creating` without it. */
  creatingState?: string;
  /** Segment of addresses of operations, for example `operations`. */
  operationSegment?: string;
  /** Checks, fills in what the server knows. Throws an ArmError. */
  write(context: WriteContext): Written;
  /** Throws an ArmError when it must stay. */
  checkDelete?(world: World, resource: Resource): void;
  /** A write or delete has come to its end. */
  done?(
    world: World,
    resource: Resource,
    operation: Operation | undefined,
  ): void;
  /** It is gone; also when its group went. */
  gone?(world: World, resource: Resource, request?: ArmRequest): void;
  /** Fields that are shown beside or instead of those kept. */
  show?(world: World, resource: Resource): JsonObject;
  /** By lower-case name. */
  actions?: Record<
    string,
    (context: ActionContext) => ArmAnswer | Promise<ArmAnswer>
  >;
  /** What to say when something else is under way. */
  busy?(operation: Operation, resourceId: string): ArmError;
  notFound?(id: string): ArmError;
  /** Id of what is locked while it is written; its own without it. */
  lock?(id: string): string;
};
