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

export class DatabaseApprovalStore implements ApprovalStore {
  readonly #db: Knex;
  /** Decisions are never changed, so each is made of its row once. */
  #known: ReadonlyMap<string, Approval> = new Map();

  constructor(db: Knex) {
    this.#db = db;
  }

  async list(): Promise<Approval[]> {
    const rows = await this.#db<ApprovalRow>('approval').orderBy('seq');
    const approvals = rows.map(
      row => this.#known.get(row.id) ?? toApproval(row),
    );
    this.#known = new Map(approvals.map(approval => [approval.id, approval]));
    return approvals;
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
