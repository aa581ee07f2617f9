import type { JsonObject, JsonValue } from '@backstage/types';
import type { Cidr, MeshClusterSpec } from './spec';

/**
 * Something about a specification that cannot be, found before the first
 * write.
 *
 * @public
 */
export type SpecProblem = {
  /** Where in the specification, for example `network.subnets.nodes`. */
  field: string;
  /** What is wrong and what to do. */
  message: string;
  /** A warning stops nothing. */
  severity: 'error' | 'warning';
};

/**
 * What a run does about one thing.
 *
 * - `create`, `update`, `delete`: writes.
 * - `keep`: it is there and as planned; no write.
 * - `leave`: it is there, somebody else's, and not touched; `reason` says
 *   what follows.
 * - `check`: looks, and writes nothing (or only what it takes away again).
 *
 * @public
 */
export type StepOperation =
  | 'create'
  | 'update'
  | 'delete'
  | 'keep'
  | 'leave'
  | 'check';

/** One property that an update changes. @public */
export type FieldChange = {
  /** For example `properties.autoScalerProfile.expander`. */
  path: string;
  from?: JsonValue;
  to?: JsonValue;
};

/**
 * A step of a plan: one resource, object or check.
 *
 * @public
 */
export type ProvisionStep = {
  /** Unique and stable, for example `network` or `role/ingress-subnet`. */
  id: string;
  /**
   * Who carries it out: `arm` the provider, `kubernetes` the cluster's API
   * (`body` is an object that is applied), `check` nobody's resource.
   */
  target: 'arm' | 'kubernetes' | 'check';
  /** For people, for example `Virtual network vnet-shop-neu`. */
  title: string;
  operation: StepOperation;
  /** Why it is needed, or why it is left alone; one sentence. */
  reason: string;
  resource: {
    /** Full resource id; `<kind>/<namespace>/<name>` for Kubernetes. */
    id: string;
    /** For example `Microsoft.Network/virtualNetworks`. */
    type: string;
    name: string;
    /** Of Resource Manager; empty elsewhere. */
    apiVersion: string;
  };
  /** Namespace of the resource provider; limits are per provider. */
  provider: string;
  /** Ids of steps that must have succeeded. */
  dependsOn: string[];
  /**
   * Body as it goes over the wire. A value `{ $from, $path }` stands for a
   * property of another resource that is known only once that exists.
   */
  body?: JsonObject;
  /** For `update`. */
  changes: FieldChange[];
  /** Fields of the specification that the body came from. */
  answers: string[];
  expectedSeconds: number;
};

/** See {@link ProvisionStep}. @public */
export type ValueReference = {
  /** Id of the resource. */
  $from: string;
  /** API version to read it with. */
  $version: string;
  /** Dotted path in the resource, for example `properties.principalId`. */
  $path: string;
};

/** A range of the address plan, for drawing. @public */
export type AddressBlock = {
  /** For example `nodes`; field of the specification below `network`. */
  field: string;
  label: string;
  range: Cidr;
  /** Addresses that can be given to something. */
  usable: number;
  /** Addresses that the plan needs at most. */
  needed: number;
  /** Fields of blocks that it overlaps with, wrongly. */
  overlaps: string[];
};

/** What it costs when nothing else is said. @public */
export type CostEstimate = {
  currency: string;
  /** Per month of 730 hours; fixed costs only. */
  monthly: number;
  items: Array<{ label: string; monthly: number; quantity: string }>;
  /** What has no fixed price, and what was not found. */
  notIncluded: string[];
};

/** Longest chain of steps. @public */
export type CriticalPath = { steps: string[]; seconds: number };

/**
 * Everything that a run would do. Plain JSON, the same for preview, run and
 * export.
 *
 * @public
 */
export type ProvisionPlan = {
  purpose: 'provision' | 'retire';
  spec: MeshClusterSpec;
  /** In an order in which they could run one after the other. */
  steps: ProvisionStep[];
  /** A plan with an error is never run. */
  problems: SpecProblem[];
  addresses: AddressBlock[];
  criticalPath: CriticalPath;
  /** Absent when no price source answered. */
  cost?: CostEstimate;
  /**
   * Of what would be written (not of the time, nor the cost): a run that was
   * approved with it refuses to do anything else.
   */
  digest: string;
};
