import type { AuditorService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  type DnsRecordSet,
  type MeshObject,
  objectKey,
  recordKey,
} from '@meshwright/plugin-mesh-common';
import type { TransferResult } from '@meshwright/plugin-mesh-node';
import { mapLimited } from '../mapLimited';
import type { ManagedCluster } from '../ManagedCluster';

const CONCURRENCY = 8;

/** An object or a record set, and whose it becomes. */
export type Handover = { from?: string; to?: string } & (
  | { object: MeshObject }
  | { record: DnsRecordSet }
);

/** What became of many of them. */
export type TransferOutcome = {
  applied: number;
  /** `key: message` of those that were not made. */
  failed: string[];
};

type Options = {
  managed: ManagedCluster;
  auditor: AuditorService;
  /** Told of every write, so that a watch can tell ours from others'. */
  onWrite: (key: string) => void;
  signal: AbortSignal;
};

/**
 * Changes whose objects and record sets are; nothing of what they do. One
 * audit event for all.
 */
export async function transferAll(
  handovers: readonly Handover[],
  options: Options,
): Promise<TransferOutcome> {
  if (handovers.length === 0) {
    return { applied: 0, failed: [] };
  }
  const { auditor, managed, onWrite, signal } = options;
  const event = await auditor.createEvent({
    eventId: 'cluster-transfer',
    severityLevel: 'medium',
    meta: {
      cluster: managed.name,
      planned: handovers.map(handover => ({
        key: keyOf(handover),
        from: handover.from ?? '',
        to: handover.to ?? '',
      })),
    },
  });
  try {
    const results = await mapLimited(handovers, CONCURRENCY, async one => {
      signal.throwIfAborted();
      const key = keyOf(one);
      onWrite(key);
      const result = await transferOne(one, options);
      onWrite(key);
      return { key, ...result };
    });
    const failed = results
      .filter(({ outcome }) => outcome !== 'applied')
      .map(({ key, message = '' }) => `'${key}': ${message}`);
    await event.success({ meta: { failed } });
    return { applied: results.length - failed.length, failed };
  } catch (error) {
    await event.fail({ error: toError(error) });
    throw error;
  }
}

async function transferOne(
  handover: Handover,
  { managed, signal }: Options,
): Promise<TransferResult> {
  const { from, to } = handover;
  const transfer = { from, to, cluster: managed.name, signal };
  try {
    const result =
      'object' in handover
        ? await managed.cluster?.custody?.transfer(handover.object, transfer)
        : await managed.zone?.transfer?.(handover.record, transfer);
    return (
      result ?? {
        outcome: 'skipped',
        message: 'What it is reached through cannot change whose it is',
      }
    );
  } catch (error) {
    signal.throwIfAborted();
    return { outcome: 'failed', message: toError(error).message };
  }
}

function keyOf(handover: Handover): string {
  return 'object' in handover
    ? objectKey(handover.object)
    : recordKey(handover.record);
}
