import type { ClusterLifecycle, ClusterState } from './types';
import type {
  AskResponse,
  Condition,
  CustodyState,
  Diagnostic,
  EdgeStatus,
  ObjectState,
  RunState,
  StepState,
} from '@meshwright/plugin-mesh-common';

/** What a status looks like; `success` is for what is in force alone. */
export type Tone =
  | 'success'
  | 'info'
  | 'warning'
  | 'danger'
  | 'neutral'
  /** Nothing happened yet. */
  | 'idle'
  | 'unknown';

export const summaryTones: Record<EdgeStatus['summary'], Tone> = {
  'in-force': 'success',
  waiting: 'info',
  attention: 'warning',
  broken: 'danger',
  unknown: 'unknown',
  retiring: 'warning',
};

export const objectTones: Record<ObjectState, Tone> = {
  applied: 'neutral',
  missing: 'warning',
  drifted: 'warning',
  conflict: 'danger',
  refused: 'danger',
  held: 'warning',
  retiring: 'warning',
  waiting: 'info',
  unknown: 'unknown',
};

export const clusterTones: Record<ClusterState, Tone> = {
  managing: 'neutral',
  observing: 'info',
  unreachable: 'danger',
  held: 'warning',
  unknown: 'unknown',
};

export const custodyTones: Record<CustodyState, Tone> = {
  managed: 'neutral',
  releasing: 'warning',
  released: 'info',
  removing: 'warning',
  removed: 'info',
};

export const lifecycleTones: Record<NonNullable<ClusterLifecycle>, Tone> = {
  provisioning: 'info',
  ready: 'neutral',
  retiring: 'warning',
};

export const severityTones: Record<Diagnostic['severity'], Tone> = {
  error: 'danger',
  warning: 'warning',
  info: 'info',
};

export const verdictTones: Record<AskResponse['verdict']['decision'], Tone> = {
  allow: 'neutral',
  deny: 'danger',
  unknown: 'unknown',
};

/** A run that is done promises nothing; what a check saw does. */
export const runTones: Record<RunState, Tone> = {
  queued: 'info',
  running: 'info',
  canceling: 'warning',
  succeeded: 'neutral',
  failed: 'danger',
  canceled: 'warning',
};

export const stepTones: Record<StepState, Tone> = {
  pending: 'idle',
  running: 'info',
  waiting: 'info',
  succeeded: 'neutral',
  failed: 'danger',
  canceled: 'warning',
  skipped: 'unknown',
};

/** Only `Enforced: true` is green; the other facts are no promise. */
export function conditionTone({ type, status }: Condition): Tone {
  if (status === 'unknown') {
    return 'unknown';
  }
  if (status === 'false') {
    return 'warning';
  }
  return type === 'Enforced' ? 'success' : 'neutral';
}

/** Texts in these colours can be read on a page as on a coloured ground. */
export const textColors = {
  danger: { color: 'var(--bui-fg-danger-on-bg)' },
  warning: { color: 'var(--bui-fg-warning-on-bg)' },
} as const;
