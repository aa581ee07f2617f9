import type { RunState } from '@meshwright/plugin-mesh-common';
import type { Knex } from 'knex';
import { inChunks } from './rows';
import {
  type EventRow,
  type RunRow,
  type StepRow,
  toProgressColumns,
  toStep,
} from './runRows';
import type { NewEvent, RunRecord, StoredStep } from './runTypes';

const ACTIVE: RunState[] = ['queued', 'running', 'canceling'];
const RESUMABLE: RunState[] = ['failed', 'canceled'];

/** A step has many columns, and its body is long. */
const STEPS_AT_ONCE = 50;

/** What a record changes in the row of its run. */
export function toRunColumns({ run = {}, plan }: RunRecord): Partial<RunRow> {
  const { state, startedAt, endedAt, message } = run;
  return {
    ...(state && { state }),
    ...(state && !ACTIVE.includes(state) && { active: null }),
    ...(startedAt !== undefined && { started_at: startedAt }),
    ...(endedAt !== undefined && { ended_at: endedAt }),
    ...(message !== undefined && { message }),
    ...(plan && { is_planned: true }),
  };
}

/** Adds lines to the progress of a run; `last` is the sequence of the last. */
export async function insertEvents(
  db: Knex,
  options: { run: string; events: readonly NewEvent[]; last: number },
) {
  const { run, events, last } = options;
  const first = last - events.length + 1;
  const rows = events.map(({ at, step, level, message }, index) => ({
    run,
    sequence: first + index,
    at,
    step: step ?? null,
    level,
    message,
  }));
  await inChunks(rows, chunk => db<EventRow>('run_event').insert(chunk));
}

/** The steps of a run, none of them begun. */
export async function insertPlan(
  db: Knex,
  options: { run: string; plan: NonNullable<RunRecord['plan']> },
) {
  const { run, plan } = options;
  await db('run_step').where({ run }).delete();
  const rows = plan.map((step, position) => ({
    run,
    id: step.id,
    position,
    step: JSON.stringify(step),
    ...toProgressColumns({ state: 'pending', attempts: 0 }),
  }));
  for (let start = 0; start < rows.length; start += STEPS_AT_ONCE) {
    await db('run_step').insert(rows.slice(start, start + STEPS_AT_ONCE));
  }
}

/** Lets a run go on that has ended without success; false when it has not. */
export async function resumeRun(
  db: Knex,
  { id, event }: { id: string; event: NewEvent },
): Promise<boolean> {
  const [row] = await db<RunRow>('run')
    .where({ id })
    .whereIn('state', RESUMABLE)
    .update({
      state: 'queued',
      active: db.ref('cluster') as unknown as string,
      holder: null,
      ended_at: null,
      message: null,
      events: db.raw('events + 1'),
    })
    .returning('events');
  if (!row) {
    return false;
  }
  await insertEvents(db, { run: id, events: [event], last: row.events });
  const steps = await db<StepRow>('run_step').where({ run: id });
  const undone = steps.map(toStep).filter(isUndone);
  await inChunks(undone, chunk =>
    db('run_step')
      .where({ run: id })
      .whereIn(
        'id',
        chunk.map(({ step }) => step.id),
      )
      .update(toProgressColumns({ state: 'pending', attempts: 0 })),
  );
  return true;
}

/** What needs no write stays as it is. */
function isUndone({ step, state }: StoredStep): boolean {
  const needsNothing = step.operation === 'keep' || step.operation === 'leave';
  return state !== 'succeeded' && !(state === 'skipped' && needsNothing);
}
