import { isSameRecord } from '../objects/isSameRecord';
import { recordKey } from '../objects/objectKey';
import { isOwnedRecord } from '../objects/ownership';
import type { DnsRecordSet } from '../objects/types';
import type { Change, PlanConflict } from './types';

/** A change of a record set. */
export type RecordChange = Extract<Change, { target: 'record' }>;

/** What differs between desired and live record sets. */
export function listRecordChanges(options: {
  desired: readonly DnsRecordSet[];
  live: readonly DnsRecordSet[];
  instance: string;
  retain: readonly string[];
}): { changes: RecordChange[]; conflicts: PlanConflict[] } {
  const { instance } = options;
  const live = new Map(options.live.map(r => [recordKey(r), r]));
  const kept = new Set(options.retain);
  const changes: RecordChange[] = [];
  const conflicts: PlanConflict[] = [];

  for (const desired of options.desired) {
    const key = recordKey(desired);
    const current = live.get(key);
    kept.add(key);
    if (!current) {
      changes.push({ target: 'record', type: 'create', key, desired });
    } else if (!isOwnedRecord(current, instance)) {
      conflicts.push({
        key,
        message: `The record '${current.name}.${current.zone}' exists and was not made by this installation; it is left alone until somebody renames or removes it`,
      });
    } else if (!isSameRecord(desired, current)) {
      changes.push({
        target: 'record',
        type: 'update',
        key,
        desired,
        live: current,
      });
    }
  }
  for (const [key, record] of live) {
    if (!kept.has(key) && isOwnedRecord(record, instance)) {
      changes.push({ target: 'record', type: 'delete', key, live: record });
    }
  }
  return { changes, conflicts };
}
