import type { Knex } from 'knex';
import type { ClusterPreviewStore, PreviewedStep } from './runTypes';

/** A row of `cluster_preview`. */
type PreviewRow = { digest: string; steps: string; shown_at: string };

/** Nobody approves an older one. */
const KEPT_MS = 30 * 24 * 3_600_000;

export class DatabaseClusterPreviewStore implements ClusterPreviewStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async get(digest: string): Promise<PreviewedStep[] | undefined> {
    const row = await this.#db<PreviewRow>('cluster_preview')
      .where({ digest })
      .first();
    return row && JSON.parse(row.steps);
  }

  async put(preview: {
    digest: string;
    steps: readonly PreviewedStep[];
    at: string;
  }): Promise<void> {
    const { digest, steps, at } = preview;
    await this.#db<PreviewRow>('cluster_preview')
      .insert({ digest, steps: JSON.stringify(steps), shown_at: at })
      .onConflict('digest')
      .merge(['shown_at']);
    const oldest = new Date(Date.parse(at) - KEPT_MS).toISOString();
    await this.#db<PreviewRow>('cluster_preview')
      .where('shown_at', '<', oldest)
      .delete();
  }
}
