import { randomUUID } from 'node:crypto';
import type { Approval } from '@meshwright/plugin-mesh-common';
import type { Knex } from 'knex';
import { dropNulls } from './rows';
import type { ApprovalStore } from './types';

/** A row of `approval`. */
type ApprovalRow = {
  seq?: number;
  id: string;
  consumer_ref: string;
  provider_ref: string;
  environment: string;
  decision: Approval['decision'];
  scope: string;
  made_by: string;
  made_at: string;
  reason?: string | null;
};

/** A decision, and its place among all. */
type Row = { seq: number; approval: Approval };

export class DatabaseApprovalStore implements ApprovalStore {
  readonly #db: Knex;
  /** Decisions are never changed and never go, so only new ones are read. */
  #known: readonly Row[] = [];

  constructor(db: Knex) {
    this.#db = db;
  }

  async list(): Promise<Approval[]> {
    const known = this.#known;
    const last = known.at(-1);
    const newer = await this.#readFrom(last?.seq ?? 0);
    // Counted after that, so that nothing can make up for what is missing.
    const total = await this.#count();
    const isFollowing = !last || newer[0]?.approval.id === last.approval.id;
    const rows = [...known.slice(0, -1), ...newer];
    // Numbers are given before their rows are seen, so one may come late; and
    // somebody may have put an older database in the place of this one.
    this.#known =
      isFollowing && rows.length === total ? rows : await this.#readFrom(0);
    return this.#known.map(({ approval }) => approval);
  }

  async add(approval: Omit<Approval, 'id'>): Promise<Approval> {
    const stored = { ...approval, id: randomUUID() };
    await this.#db<ApprovalRow>('approval').insert({
      id: stored.id,
      consumer_ref: stored.consumerRef,
      provider_ref: stored.providerRef,
      environment: stored.environment,
      decision: stored.decision,
      scope: JSON.stringify(stored.scope),
      made_by: stored.by,
      made_at: stored.at,
      reason: stored.reason,
    });
    return stored;
  }

  async #readFrom(seq: number): Promise<Row[]> {
    const rows = await this.#db<ApprovalRow>('approval')
      .where('seq', '>=', seq)
      .orderBy('seq');
    return rows.map(row => ({ seq: row.seq ?? 0, approval: toApproval(row) }));
  }

  async #count(): Promise<number> {
    const row = await this.#db('approval').count({ total: '*' }).first();
    return Number(row?.total);
  }
}

function toApproval(row: ApprovalRow): Approval {
  const { reason } = dropNulls(row);
  return {
    id: row.id,
    consumerRef: row.consumer_ref,
    providerRef: row.provider_ref,
    environment: row.environment,
    decision: row.decision,
    scope: JSON.parse(row.scope),
    by: row.made_by,
    at: row.made_at,
    ...(reason !== undefined && { reason }),
  };
}
