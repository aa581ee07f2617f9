import { ConflictError } from '@backstage/errors';
import type { Knex } from 'knex';
import { parseDigests } from './parseDigests';
import type { PassStore, StoredPass } from './types';

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
  applied_digests: string;
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
    const row = await this.#db<PassRow>('pass').where({ cluster }).first();
    return row && toPass(row);
  }

  async list(): Promise<StoredPass[]> {
    const rows = await this.#db<PassRow>('pass').orderBy('cluster');
    return rows.map(toPass);
  }

  async put(pass: StoredPass): Promise<void> {
    const row: PassRow = {
      cluster: pass.cluster,
      state: pass.state,
      message: pass.message,
      finished_at: pass.finishedAt,
      last_read_at: pass.lastReadAt ?? null,
      changes: pass.changes,
      failed: pass.failed,
      settling: JSON.stringify(pass.settling),
      applied_digests: JSON.stringify(pass.appliedDigests),
      drifted_since: pass.driftedSince
        ? JSON.stringify(pass.driftedSince)
        : null,
      warnings: pass.warnings ? JSON.stringify(pass.warnings) : null,
      managed_by: pass.managedBy ? JSON.stringify(pass.managedBy) : null,
      writing_since: pass.writingSince ?? null,
    };
    const { cluster, after } = pass;
    if (after !== undefined) {
      const replaced = await this.#db<PassRow>('pass')
        .where({ cluster, finished_at: after })
        .update(row);
      if (replaced > 0) {
        return;
      }
      if (await this.get(cluster)) {
        throw new ConflictError(
          `Another replica has made a pass over cluster '${cluster}' since; what this one found is older and not stored`,
        );
      }
    }
    await this.#db<PassRow>('pass').insert(row).onConflict('cluster').merge();
  }

  async noteWriting(cluster: string, at: string): Promise<void> {
    await this.#db<PassRow>('pass')
      .where({ cluster })
      .update({ writing_since: at });
  }
}

function toPass(row: PassRow): StoredPass {
  return {
    cluster: row.cluster,
    state: row.state,
    message: row.message,
    finishedAt: row.finished_at,
    ...(row.last_read_at !== null && { lastReadAt: row.last_read_at }),
    changes: row.changes,
    failed: row.failed,
    settling: JSON.parse(row.settling),
    appliedDigests: parseDigests(row.cluster, row.applied_digests),
    ...(row.drifted_since !== null && {
      driftedSince: JSON.parse(row.drifted_since),
    }),
    ...(row.warnings !== null && { warnings: JSON.parse(row.warnings) }),
    ...(row.managed_by !== null && { managedBy: JSON.parse(row.managed_by) }),
    ...(row.writing_since !== null && { writingSince: row.writing_since }),
  };
}
