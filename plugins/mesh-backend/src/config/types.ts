import type { SchedulerServiceTaskScheduleDefinition } from '@backstage/backend-plugin-api';
import type { Config } from '@backstage/config';
import type {
  Binding,
  ClusterConfig,
  Guardrail,
  MeshInput,
} from '@meshwright/plugin-mesh-common';

/** One entry of `mesh.clusters`. */
export type ClusterSettings = {
  /** As configured, or `clusters[2]` when that cannot be read. */
  name: string;
  environment: string;
  /** Undefined when the block is not usable: see `problem`. */
  cluster?: ClusterConfig;
  /** The block itself, for whoever makes credentials and zones of it. */
  block: Config;
  /** `mesh.clusters[].type`. */
  type?: string;
  dnsType?: string;
  prometheusUrl?: string;
  /**
   * Milliseconds after which what is known from watches is listed anew; absent
   * when every pass lists.
   */
  relistMs?: number;
  /** Why the block is not usable; for a person. */
  problem?: string;
};

/** When the planner withholds deletions. */
export type HoldSettings = { minimum: number; share: number };

/** Everything that is configured under `mesh`. */
export type MeshConfig = {
  /** Name of this installation; empty when `problem` is set. */
  instance: string;
  /** Why nothing is managed at all; for a person. */
  problem?: string;
  schedule: SchedulerServiceTaskScheduleDefinition;
  settleSeconds: number;
  /** How long drift is shown before it is repaired. */
  repairAfterSeconds: number;
  hold: HoldSettings;
  defaults: MeshInput['defaults'];
  /** Bindings of the configuration. */
  bindings: Binding[];
  /** Limits that nothing in the catalog overrides. */
  guardrails: Guardrail[];
  clusters: readonly ClusterSettings[];
  /** Image of the probes of verifications; a public one when absent. */
  verifyImage?: string;
};
