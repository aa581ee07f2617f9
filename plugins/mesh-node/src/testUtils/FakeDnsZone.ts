import {
  type ChangeResult,
  type DnsRecordSet,
  isOwnedRecord,
  isRecordOf,
  isUnmarkedRecord,
  recordKey,
  type RecordOwner,
  transferRecord,
} from '@meshwright/plugin-mesh-common';
import { ServiceUnavailableError } from '@backstage/errors';
import type { Transfer, TransferResult } from '../ports/ClusterCustody';
import type { DnsZone, RecordChange } from '../ports/DnsZone';

/**
 * A private DNS zone that lives in memory, with etags.
 *
 * @public
 */
export class FakeDnsZone implements DnsZone {
  /** Name of the zone. */
  readonly zone: string;

  /** What the zone holds, by record key. */
  readonly records = new Map<string, DnsRecordSet>();

  /** Every change that took effect, oldest first. */
  readonly writes: Array<{ type: RecordChange['type']; key: string }> = [];

  /** Set to make every call fail. */
  unreachable?: string;

  /** Return a message to refuse a change. */
  refuse: (change: RecordChange) => string | undefined = () => undefined;

  #version = 0;

  constructor(options: { zone?: string; records?: DnsRecordSet[] } = {}) {
    this.zone = options.zone ?? 'mesh.internal';
    for (const record of options.records ?? []) {
      this.put(record);
    }
  }

  /** Writes a record set as somebody else would, without asking anyone. */
  put(record: DnsRecordSet): void {
    this.#version += 1;
    this.records.set(recordKey(record), {
      ...structuredClone(record),
      etag: `etag-${this.#version}`,
    });
  }

  /** Copies of all record sets. */
  async list(options?: { signal?: AbortSignal }): Promise<DnsRecordSet[]> {
    options?.signal?.throwIfAborted();
    if (this.unreachable) {
      throw new ServiceUnavailableError(
        `Zone '${this.zone}' does not answer: ${this.unreachable}`,
      );
    }
    return structuredClone([...this.records.values()]);
  }

  /** Makes one change of a record set of the instance. */
  async apply(
    change: RecordChange,
    options: RecordOwner & { signal?: AbortSignal },
  ): Promise<ChangeResult> {
    if (this.unreachable) {
      return { change, outcome: 'failed', message: this.unreachable };
    }
    const live = this.records.get(change.key);
    const objection = describeObjection(change, live, options);
    if (objection) {
      return { change, outcome: 'conflict', message: objection };
    }
    const refusal = this.refuse(change);
    if (refusal) {
      return { change, outcome: 'refused', message: refusal };
    }
    this.writes.push({ type: change.type, key: change.key });
    if (change.type === 'delete') {
      this.records.delete(change.key);
    } else {
      this.put(change.desired);
    }
    return { change, outcome: 'applied' };
  }

  /** Changes whose a record set is. */
  async transfer(
    live: DnsRecordSet,
    { from, to, cluster }: Transfer,
  ): Promise<TransferResult> {
    if (this.unreachable) {
      return { outcome: 'failed', message: this.unreachable };
    }
    const current = this.records.get(recordKey(live));
    if (!current || current.etag !== live.etag) {
      return { outcome: 'conflict', message: 'it changed since it was read' };
    }
    if (from !== undefined && !isOwnedRecord(current, from)) {
      return {
        outcome: 'conflict',
        message: `it does not belong to '${from}'`,
      };
    }
    const next = to === undefined ? undefined : { instance: to, cluster };
    this.put({ ...current, metadata: transferRecord(current.metadata, next) });
    return { outcome: 'applied' };
  }
}

function describeObjection(
  change: RecordChange,
  live: DnsRecordSet | undefined,
  owner: RecordOwner,
): string | undefined {
  if (change.type === 'create') {
    return live ? `'${change.key}' already exists` : undefined;
  }
  if (!live) {
    return change.type === 'delete' ? undefined : `'${change.key}' is gone`;
  }
  const isOurs =
    isRecordOf(live, owner) ||
    (change.type === 'update' && isUnmarkedRecord(live, owner.instance));
  if (!isOurs) {
    return `'${change.key}' does not belong to '${owner.cluster}' of '${owner.instance}'`;
  }
  return live.etag === change.live.etag
    ? undefined
    : `'${change.key}' changed since it was read`;
}
