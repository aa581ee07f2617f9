import type {
  RunEvent,
  RunKind,
  RunState,
  StepState,
} from '@meshwright/plugin-mesh-common';
import { dropNulls } from './rows';
import type {
  NewRun,
  StepProgressRecord,
  StoredRun,
  StoredStep,
} from './runTypes';

/** A row of `run`. */
export type RunRow = {
  seq?: number;
  id: string;
  key: string;
  kind: RunKind;
  cluster: string;
  active: string | null;
  spec: string | null;
  digest: string | null;
  is_planned: boolean | number;
  state: RunState;
  made_by: string;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  message: string | null;
  holder: string | null;
  generation: number;
  events: number;
};

/** A row of `run_step`, but for its secret. */
export type StepRow = {
  run: string;
  id: string;
  position: number;
  step: string;
  state: StepState;
  attempts: number;
  not_before: number | string | null;
  started_at: string | null;
  ended_at: string | null;
  message: string | null;
  changed: boolean | number | null;
  error: string | null;
  evidence: string | null;
};

/** Columns of `run_step` that may be shown. */
export const SHOWN_COLUMNS: ReadonlyArray<keyof StepRow> = [
  'run',
  'id',
  'position',
  'step',
  'state',
  'attempts',
  'not_before',
  'started_at',
  'ended_at',
  'message',
  'changed',
  'error',
  'evidence',
];

/** A row of `run_event`. */
export type EventRow = {
  run: string;
  sequence: number;
  at: string;
  step: string | null;
  level: RunEvent['level'];
  message: string;
};

export function toRunRow(run: NewRun): RunRow {
  return {
    id: run.id,
    key: run.key,
    kind: run.kind,
    cluster: run.cluster,
    active: run.cluster,
    spec: run.spec ? JSON.stringify(run.spec) : null,
    digest: run.digest ?? null,
    is_planned: false,
    state: 'queued',
    made_by: run.by,
    created_at: run.createdAt,
    started_at: null,
    ended_at: null,
    message: run.message ?? null,
    holder: null,
    generation: 0,
    events: 0,
  };
}

export function toRun(row: RunRow): StoredRun {
  return dropNulls({
    id: row.id,
    key: row.key,
    kind: row.kind,
    cluster: row.cluster,
    spec: row.spec === null ? null : JSON.parse(row.spec),
    digest: row.digest,
    isPlanned: Boolean(row.is_planned),
    state: row.state,
    by: row.made_by,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    message: row.message,
  }) as StoredRun;
}

export function toStep(row: StepRow & { poller?: string | null }): StoredStep {
  return dropNulls({
    step: JSON.parse(row.step),
    state: row.state,
    attempts: row.attempts,
    poller: row.poller ?? null,
    notBefore: row.not_before === null ? null : Number(row.not_before),
    startedAt: row.started_at,
    endedAt: row.ended_at,
    message: row.message,
    changed: row.changed === null ? null : Boolean(row.changed),
    error: row.error === null ? null : JSON.parse(row.error),
    evidence: row.evidence === null ? null : JSON.parse(row.evidence),
  }) as StoredStep;
}

/** Columns of a progress; what it does not say is forgotten. */
export function toProgressColumns(progress: StepProgressRecord) {
  const { error, evidence } = progress;
  return {
    state: progress.state,
    attempts: progress.attempts,
    poller: progress.poller ?? null,
    not_before: progress.notBefore ?? null,
    started_at: progress.startedAt ?? null,
    ended_at: progress.endedAt ?? null,
    message: progress.message ?? null,
    changed: progress.changed ?? null,
    error: error ? JSON.stringify(error) : null,
    evidence: evidence ? JSON.stringify(evidence) : null,
  };
}

export function toEvent(row: EventRow): RunEvent {
  const { sequence, at, step, level, message } = row;
  return { sequence, at, ...(step !== null && { step }), level, message };
}
