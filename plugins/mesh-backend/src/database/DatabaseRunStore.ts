import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import type { RunEvent, RunState } from '@meshwright/plugin-mesh-common';
import type { Knex } from 'knex';
import { writeClusterChange } from './DatabaseProvisionedClusterStore';
import {
  type EventRow,
  type RunRow,
  SHOWN_COLUMNS,
  type StepRow,
  toEvent,
  toProgressColumns,
  toRun,
  toRunRow,
  toStep,
} from './runRows';
import {
  HoldLostError,
  leaseOfRun,
  type NewEvent,
  type NewRun,
  type RunHold,
  type RunRecord,
  type RunStore,
  type StoredRun,
  type StoredStep,
} from './runTypes';
import { insertEvents, insertPlan, resumeRun, toRunColumns } from './runWrites';

const MOST_RUNS = 100;
const MOST_EVENTS = 1000;

/**
 * Runs in the database. Each holder of a run writes under a number of its own
 * (`generation`): a replica that was asleep while another took over writes
 * nothing any more.
 */
export class DatabaseRunStore implements RunStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async add(run: NewRun): ReturnType<RunStore['add']> {
    const { key, cluster } = run;
    // The run in the way may end just now.
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await this.#runs().insert(toRunRow(run)).onConflict().ignore();
      const known = await this.#runs().where({ key }).first();
      if (known) {
        const outcome = known.id === run.id ? 'added' : 'known';
        return { outcome, run: toRun(known) };
      }
      const busy = await this.#runs().where({ active: cluster }).first();
      if (busy) {
        return { outcome: 'busy', run: toRun(busy) };
      }
    }
    throw new Error(`The run of cluster '${cluster}' could not be stored`);
  }

  async get(id: string): Promise<StoredRun | undefined> {
    const row = await this.#runs().where({ id }).first();
    return row && toRun(row);
  }

  async getByKey(key: string): Promise<StoredRun | undefined> {
    const row = await this.#runs().where({ key }).first();
    return row && toRun(row);
  }

  async getState(id: string): Promise<RunState | undefined> {
    const row = await this.#runs().where({ id }).first('state');
    return row?.state;
  }

  async list(filter: { cluster?: string } = {}): Promise<StoredRun[]> {
    const { cluster } = filter;
    const rows = await this.#runs()
      .where(cluster === undefined ? {} : { cluster })
      .orderBy('seq', 'desc')
      .limit(MOST_RUNS);
    return rows.map(toRun);
  }

  async listActive(): Promise<string[]> {
    const rows = await this.#runs()
      .whereNotNull('active')
      .orderBy('seq')
      .select('id');
    return rows.map(({ id }) => id);
  }

  async listSteps(id: string): Promise<Array<Omit<StoredStep, 'poller'>>> {
    const rows = await this.#db<StepRow>('run_step')
      .where({ run: id })
      .orderBy('position')
      .select(...SHOWN_COLUMNS);
    return rows.map(toStep);
  }

  async listEvents(id: string, after: number): Promise<RunEvent[]> {
    const rows = await this.#db<EventRow>('run_event')
      .where({ run: id })
      .where('sequence', '>', after)
      .orderBy('sequence')
      .limit(MOST_EVENTS);
    return rows.map(toEvent);
  }

  async claim(claim: {
    run: string;
    holder: string;
    at: string;
  }): ReturnType<RunStore['claim']> {
    const { run: id, holder, at } = claim;
    const db = this.#db;
    const [row] = await this.#runs()
      .where({ id })
      .whereNotNull('active')
      .whereExists(
        db('lease')
          .where({ cluster: leaseOfRun(id), holder })
          .select(db.raw('1')),
      )
      .update({
        holder,
        generation: db.raw('generation + 1'),
        state: db.raw(
          "case when state = 'queued' then 'running' else state end",
        ),
        started_at: db.raw('coalesce(started_at, ?)', [at]),
      })
      .returning('*');
    return (
      row && {
        hold: { run: id, holder, generation: row.generation },
        run: toRun(row),
      }
    );
  }

  async listWork({ run }: RunHold): Promise<StoredStep[]> {
    const rows = await this.#db<StepRow>('run_step')
      .where({ run })
      .orderBy('position');
    return rows.map(toStep);
  }

  async record(hold: RunHold, record: RunRecord): Promise<void> {
    const { events = [], steps = [], plan, cluster } = record;
    await this.#db.transaction(async db => {
      const { run: id, holder, generation } = hold;
      // First, and so that it locks the row: what follows is of the holder.
      const [row] = await db<RunRow>('run')
        .where({ id, holder, generation })
        .update({
          ...toRunColumns(record),
          events: db.raw('events + ?', [events.length]),
        })
        .returning('events');
      if (!row) {
        throw new HoldLostError(hold);
      }
      await insertEvents(db, { run: id, events, last: row.events });
      if (plan) {
        await insertPlan(db, { run: id, plan });
      }
      for (const { id: step, ...progress } of steps) {
        await db('run_step')
          .where({ run: id, id: step })
          .update(toProgressColumns(progress));
      }
      if (cluster) {
        await writeClusterChange(db, cluster);
      }
    });
  }

  async cancel(id: string, event: NewEvent): Promise<boolean> {
    return this.#db.transaction(async db => {
      const [row] = await db<RunRow>('run')
        .where({ id })
        .whereIn('state', ['queued', 'running'])
        .update({ state: 'canceling', events: db.raw('events + 1') })
        .returning('events');
      if (!row) {
        return false;
      }
      await insertEvents(db, { run: id, events: [event], last: row.events });
      return true;
    });
  }

  async resume(id: string, event: NewEvent): ReturnType<RunStore['resume']> {
    try {
      const isResumed = await this.#db.transaction(db =>
        resumeRun(db, { id, event }),
      );
      return { outcome: isResumed ? 'resumed' : 'ended' };
    } catch (error) {
      const run = await this.get(id);
      const by =
        isDatabaseConflictError(error) && run
          ? await this.#runs().where({ active: run.cluster }).first()
          : undefined;
      if (!by) {
        throw error;
      }
      return { outcome: 'busy', by: toRun(by) };
    }
  }

  #runs() {
    return this.#db<RunRow>('run');
  }
}
