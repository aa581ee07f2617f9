import type { Entity } from '@backstage/catalog-model';
import type { Approval } from '@meshwright/plugin-mesh-common';
import type { RequestCount } from './RequestCounter';

/** What the process of the backend is told. */
export type Command =
  | {
      type: 'start';
      services: number;
      kubeconfig: string;
      database: string;
      isWatched: boolean;
    }
  | { type: 'pass' }
  | { type: 'settle' }
  | { type: 'edit'; entity: Entity }
  | { type: 'usage' };

/** Where it listens, and the decisions with the names that it gave them. */
export type Started = { port: number; approvals: Approval[] };

/** What one pass came to. */
export type PassReport = {
  milliseconds: number;
  cpuMilliseconds: number;
  requests: RequestCount;
  state: string;
  message: string;
  changes: number;
  failed: number;
  /** The longest time in which nothing else had its turn. */
  longestPauseMs: number;
  /** Of the process so far. */
  peakMegabytes: number;
};

/** After a collection of garbage. */
export type Usage = {
  residentMegabytes: number;
  heapMegabytes: number;
  passes: number;
  /** Milliseconds of the last passes. */
  recentPasses: number[];
};
