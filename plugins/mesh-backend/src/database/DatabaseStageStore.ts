import type { NamespaceStage } from '@meshwright/plugin-mesh-common';
import type { Knex } from 'knex';
import { dropNulls } from './rows';
import type { StageStore } from './types';

/** A row of `stage`. */
type StageRow = {
  cluster: string;
  namespace: string;
  stage: NamespaceStage['stage'];
  step: NamespaceStage['step'];
  /** SQLite answers with 0 and 1. */
  created: boolean | number;
  made_by: string;
  made_at: string;
  reason: string | null;
};

export class DatabaseStageStore implements StageStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  async list(): Promise<NamespaceStage[]> {
    const rows = await this.#db<StageRow>('stage').orderBy([
      'cluster',
      'namespace',
    ]);
    return rows.map(toStage);
  }

  async put(stage: NamespaceStage): Promise<void> {
    await this.#db<StageRow>('stage')
      .insert({
        cluster: stage.cluster,
        namespace: stage.namespace,
        stage: stage.stage,
        step: stage.step,
        created: stage.created,
        made_by: stage.by,
        made_at: stage.at,
        // Spelled out, so that an earlier reason does not survive.
        reason: stage.reason ?? null,
      })
      .onConflict(['cluster', 'namespace'])
      .merge();
  }
}

function toStage(row: StageRow): NamespaceStage {
  const { made_by: by, made_at: at, created, ...rest } = dropNulls(row);
  return { ...rest, created: Boolean(created), by, at };
}
