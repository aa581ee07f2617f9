import type { JsonObject } from './json';

/** State of a resource, as in `properties.provisioningState`. */
export type ProvisioningState =
  | 'Succeeded'
  | 'Creating'
  | 'Updating'
  | 'Deleting'
  | 'Failed'
  | 'Canceled';

/** A resource as it is kept. */
export type Resource = {
  /** As it was first written. */
  id: string;
  /** For example `Microsoft.Network/virtualNetworks/subnets`. */
  type: string;
  name: string;
  /** Everything but id, name, type, etag and state. */
  body: JsonObject;
  /** What nobody is shown. */
  hidden: JsonObject;
  state: ProvisioningState;
  etag: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  changedAt: number;
};

/** Something that takes a while. */
export type Operation = {
  id: string;
  resourceId: string;
  /** Of the resource. */
  type: string;
  kind: 'create' | 'update' | 'delete' | 'action' | 'background';
  /** For people and for the address, `westeurope`. */
  location: string;
  startedAt: number;
  endsAt: number;
  outcome: 'Succeeded' | 'Failed' | 'Canceled';
  error?: JsonObject;
  /** What an action answers in the end. */
  result?: JsonObject;
  /** Whether its effect is in the store. */
  settled: boolean;
  /** Whether nobody finds it any more. */
  lost?: boolean;
};

/** A resource that was deleted and can come back. */
export type DeletedResource = { resource: Resource; deletedAt: number };
