import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import { readAppliedDigests, writeAppliedDigests } from './appliedDigests';
import type { PassStore, PassSummary, StoredPass } from './types';

/** A row of `pass`. */
type PassRow = {
  cluster: string;
  state: StoredPass['state'];
  message: string;
  finished_at: string;
  last_read_at: string | null;
  changes: number;
  failed: number;
  settling: string;
  drifted_since: string | null;
  warnings: string | null;
  managed_by: string | null;
  writing_since: string | null;
};

export class DatabasePassStore implements PassStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async get(cluster: string): Promise<StoredPass | undefined> {
    const summary = await this.getSummary(cluster);
    // After it: should another pass be stored in between, none can follow
    // what was read here.
    return (
      summary && {
        ...summary,
        appliedDigests: await readAppliedDigests(this.#db, cluster),
      }
    );
  }

  async getSummary(cluster: string): Promise<PassSummary | undefined> {
    const row = await this.#db<PassRow>('pass').where({ cluster }).first();
    return row && toSummary(row);
  }

  async list(): Promise<PassSummary[]> {
    const rows = await this.#db<PassRow>('pass').orderBy('cluster');
    return rows.map(toSummary);
  }

  async put(pass: StoredPass): Promise<void> {
    await this.#db.transaction(async db => {
      await putRow(db, pass);
      await writeAppliedDigests(db, pass.cluster, pass.appliedDigests);
    });
  }

  async noteWriting(cluster: string, at: string): Promise<void> {
    await this.#db<PassRow>('pass')
      .where({ cluster })
      .update({ writing_since: at });
  }
}

async function putRow(db: Knex, pass: StoredPass): Promise<void> {
  const row = toRow(pass);
  const { cluster, after } = pass;
  if (after !== undefined) {
    const replaced = await db<PassRow>('pass')
      .where({ cluster, finished_at: after })
      .update(row);
    if (replaced > 0) {
      return;
    }
    if (await db<PassRow>('pass').where({ cluster }).first('cluster')) {
      throw new ConflictError(
        `Another replica has made a pass over cluster '${cluster}' since; what this one found is older and not stored`,
      );
    }
  }
  await db<PassRow>('pass').insert(row).onConflict('cluster').merge();
}

function toRow(pass: StoredPass): PassRow {
  const json = (value: object | undefined) =>
    value ? JSON.stringify(value) : null;
  return {
    cluster: pass.cluster,
    state: pass.state,
    message: pass.message,
    finished_at: pass.finishedAt,
    last_read_at: pass.lastReadAt ?? null,
    changes: pass.changes,
    failed: pass.failed,
    settling: JSON.stringify(pass.settling),
    drifted_since: json(pass.driftedSince),
    warnings: json(pass.warnings),
    managed_by: json(pass.managedBy),
    writing_since: pass.writingSince ?? null,
  };
}

function toSummary(row: PassRow): PassSummary {
  return {
    cluster: row.cluster,
    state: row.state,
    message: row.message,
    finishedAt: row.finished_at,
    ...(row.last_read_at !== null && { lastReadAt: row.last_read_at }),
    changes: row.changes,
    failed: row.failed,
    settling: JSON.parse(row.settling),
    ...(row.drifted_since !== null && {
      driftedSince: JSON.parse(row.drifted_since),
    }),
    ...(row.warnings !== null && { warnings: JSON.parse(row.warnings) }),
    ...(row.managed_by !== null && { managedBy: JSON.parse(row.managed_by) }),
    ...(row.writing_since !== null && { writingSince: row.writing_since }),
  };
}
