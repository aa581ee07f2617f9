import { isSameRecord } from '../objects/isSameRecord';
import { recordKey } from '../objects/objectKey';
import {
  isOwnedRecord,
  isRecordOf,
  isUnmarkedRecord,
  RECORD_CLUSTER,
  type RecordOwner,
} from '../objects/ownership';
import type { DnsRecordSet } from '../objects/types';
import type { Change, PlanConflict } from './types';

/** A change of a record set. */
export type RecordChange = Extract<Change, { target: 'record' }>;

/** What differs between desired and live record sets. */
export function listRecordChanges(options: {
  desired: readonly DnsRecordSet[];
  live: readonly DnsRecordSet[];
  owner: RecordOwner;
  retain: readonly string[];
}): {
  changes: RecordChange[];
  conflicts: PlanConflict[];
  /** Names of those that may be another cluster's. */
  unmarked: string[];
} {
  const { owner } = options;
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
      continue;
    }
    const message = describeOther(current, owner);
    if (message !== undefined) {
      conflicts.push({ key, message });
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
  const rest = [...live].filter(([key]) => !kept.has(key));
  for (const [key, record] of rest) {
    if (isRecordOf(record, owner)) {
      changes.push({ target: 'record', type: 'delete', key, live: record });
    }
  }
  const unmarked = rest
    .filter(([, record]) => isUnmarkedRecord(record, owner.instance))
    .map(([, { name, zone }]) => `${name}.${zone}`)
    .sort();
  return { changes, conflicts, unmarked };
}

/** Why a record set is not ours to change; undefined when it is. */
function describeOther(
  record: DnsRecordSet,
  owner: RecordOwner,
): string | undefined {
  const name = `'${record.name}.${record.zone}'`;
  if (!isOwnedRecord(record, owner.instance)) {
    return `The record ${name} exists and was not made by this installation; it is left alone until somebody renames or removes it`;
  }
  return isRecordOf(record, owner) || isUnmarkedRecord(record, owner.instance)
    ? undefined
    : `The name ${name} leads to cluster '${record.metadata[RECORD_CLUSTER]}', which shares the zone; it is left alone until nothing there has that name any more. Choose another name, or remove the record when that cluster is gone`;
}
