import { ServiceUnavailableError } from '@backstage/errors';
import {
  type ChangeResult,
  type DnsRecordSet,
  isOwnedRecord,
  isRecordOf,
  isUnmarkedRecord,
  RECORD_CLUSTER,
  recordKey,
  type RecordOwner,
  transferRecord,
} from '@meshwright/plugin-mesh-common';
import type {
  DnsZone,
  RecordChange,
  Transfer,
  TransferResult,
} from '@meshwright/plugin-mesh-node';
import { type AzureClients, limitTime } from '../client/AzureClients';
import { describeAzureError } from '../client/describeAzureError';
import type { AzureLocation } from '../config/readAzureConfig';
import { fromAzure, toAzure } from './recordSets';

type ApplyOptions = RecordOwner & { signal?: AbortSignal };
type Outcome = Pick<ChangeResult, 'outcome' | 'message'>;

/**
 * A private DNS zone in Azure.
 */
export class AzurePrivateDnsZone implements DnsZone {
  readonly zone: string;
  readonly #clients: AzureClients;
  readonly #location: AzureLocation;

  private constructor(
    zone: string,
    options: { clients: AzureClients; location: AzureLocation },
  ) {
    this.zone = zone;
    this.#clients = options.clients;
    this.#location = options.location;
  }

  static create(options: {
    zone: string;
    clients: AzureClients;
    location: AzureLocation;
  }): AzurePrivateDnsZone {
    return new AzurePrivateDnsZone(options.zone, options);
  }

  async list(options?: { signal?: AbortSignal }): Promise<DnsRecordSet[]> {
    const { resourceGroup } = this.#location;
    const abortSignal = limitTime(options?.signal);
    const records: DnsRecordSet[] = [];
    try {
      const pages = this.#records().listByType(resourceGroup, this.zone, 'A', {
        abortSignal,
      });
      for await (const record of pages) {
        abortSignal.throwIfAborted();
        records.push(fromAzure(this.zone, record));
      }
    } catch (error) {
      const { message } = describeAzureError(error);
      throw new ServiceUnavailableError(
        `The private DNS zone '${this.zone}' cannot be read: ${message}`,
      );
    }
    return records;
  }

  async apply(
    change: RecordChange,
    options: ApplyOptions,
  ): Promise<ChangeResult> {
    const refusal = this.#refuse(change) ?? refuseOther(change, options);
    if (refusal) {
      return { change, outcome: 'conflict', message: refusal };
    }
    try {
      await this.#send(change, options);
      return { change, outcome: 'applied' };
    } catch (error) {
      return { change, ...readOutcome(change, error) };
    }
  }

  async transfer(
    live: DnsRecordSet,
    { from, to, cluster, signal }: Transfer,
  ): Promise<TransferResult> {
    const key = recordKey(live);
    const change = { target: 'record', type: 'delete', key, live } as const;
    const refusal = isOwnedRecord(live, from ?? '')
      ? this.#refuse(change)
      : describeOther(live);
    if (refusal) {
      return { outcome: 'conflict', message: refusal };
    }
    try {
      await this.#records().createOrUpdate(
        this.#location.resourceGroup,
        this.zone,
        'A',
        live.name,
        {
          ttl: live.ttl,
          aRecords: live.addresses.map(ipv4Address => ({ ipv4Address })),
          metadata: transferRecord(
            live.metadata,
            to === undefined ? undefined : { instance: to, cluster },
          ),
        },
        { ifMatch: live.etag, abortSignal: limitTime(signal) },
      );
      return { outcome: 'applied' };
    } catch (error) {
      return readOutcome({ ...change, type: 'update', desired: live }, error);
    }
  }

  async #send(change: RecordChange, { signal, ...owner }: ApplyOptions) {
    const { resourceGroup } = this.#location;
    const abortSignal = limitTime(signal);
    const record = change.type === 'delete' ? change.live : change.desired;
    const at = [resourceGroup, this.zone, 'A', record.name] as const;
    switch (change.type) {
      case 'create': {
        const body = toAzure(change.desired, { owner });
        const options = { ifNoneMatch: '*', abortSignal };
        await this.#records().createOrUpdate(...at, body, options);
        return;
      }
      case 'update': {
        const { desired, live } = change;
        const body = toAzure(desired, { owner, live });
        const options = { ifMatch: live.etag, abortSignal };
        await this.#records().createOrUpdate(...at, body, options);
        return;
      }
      default:
        await this.#records().delete(...at, {
          ifMatch: change.live.etag,
          abortSignal,
        });
    }
  }

  /** Why a change may not even be tried. */
  #refuse(change: RecordChange): string | undefined {
    const { name, zone } =
      change.type === 'delete' ? change.live : change.desired;
    if (zone !== this.zone) {
      return `The record set '${name}' belongs to the zone '${zone}', not '${this.zone}'`;
    }
    if (change.type === 'create') {
      return undefined;
    }
    const { live } = change;
    if (change.key !== recordKey(live)) {
      return describeOther(live);
    }
    return live.etag
      ? undefined
      : `The record set '${name}.${zone}' was read without its etag, so it cannot be changed safely`;
  }

  #records() {
    return this.#clients.recordSets(this.#location.subscriptionId);
  }
}

/** What is another's, or may be another cluster's, stays as it is. */
function refuseOther(
  change: RecordChange,
  owner: RecordOwner,
): string | undefined {
  if (change.type === 'create' || isRecordOf(change.live, owner)) {
    return undefined;
  }
  const isFree =
    change.type === 'update' && isUnmarkedRecord(change.live, owner.instance);
  return isFree ? undefined : describeOther(change.live);
}

function describeOther({ name, zone, metadata }: DnsRecordSet): string {
  const cluster = metadata[RECORD_CLUSTER];
  const whose =
    cluster === undefined ? 'not ours' : `not ours, but of '${cluster}',`;
  return `The record set '${name}.${zone}' is ${whose} and was left alone`;
}

function readOutcome(change: RecordChange, error: unknown): Outcome {
  const { status, message } = describeAzureError(error);
  if (status === 404 && change.type === 'delete') {
    return { outcome: 'applied' };
  }
  switch (status) {
    case 412:
      return {
        outcome: 'conflict',
        message: describeConflict(change, message),
      };
    case 400:
    case 401:
    case 403:
      return { outcome: 'refused', message };
    default:
      return { outcome: 'failed', message };
  }
}

function describeConflict(change: RecordChange, message: string): string {
  const { name, zone } =
    change.type === 'delete' ? change.live : change.desired;
  const what =
    change.type === 'create'
      ? 'exists already and was left alone'
      : 'was changed by someone else after it was read';
  return `The record set '${name}.${zone}' ${what}. ${message}`;
}
