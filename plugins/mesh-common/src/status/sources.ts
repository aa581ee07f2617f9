import type { Diagnostic, MeshModel } from '../model/types';
import type { CompiledCluster } from '../objects/compiled';
import type { PassResult } from './pass';

/**
 * What statuses are derived from.
 *
 * @public
 */
export type StatusSources = {
  model: MeshModel;
  diagnostics: readonly Diagnostic[];
  compiled: readonly CompiledCluster[];
  passes: readonly PassResult[];
  /** How long proxies may take to follow a change. */
  settleSeconds: number;
};
