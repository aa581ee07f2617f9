import type { Diagnostic, Workload } from '../model/types';
import type { ClusterView } from './ClusterView';
import type {
  EdgeStatus,
  NameStatus,
  ObjectStatus,
  WorkloadStatus,
} from './shown';

/** What the conditions of a workload are derived from. */
export type WorkloadContext = {
  workload: Workload;
  view: ClusterView;
  diagnostics: readonly Diagnostic[];
  inbound: readonly EdgeStatus[];
  outbound: readonly EdgeStatus[];
  /** Objects that should exist, without leftovers. */
  objects: readonly ObjectStatus[];
  names: readonly NameStatus[];
  mtls: WorkloadStatus['mtls'];
};
