import {
  type DnsRecordSet,
  RECORD_CLUSTER,
  RECORD_INSTANCE,
  RECORD_MANAGED_BY,
  recordKey,
} from '@meshwright/plugin-mesh-common';
import { FakeDnsZone } from './FakeDnsZone';

const owner = { instance: 'test', cluster: 'shop-weu' };
const record: DnsRecordSet = {
  zone: 'mesh.internal',
  name: 'api',
  type: 'A',
  ttl: 300,
  addresses: ['10.0.0.4'],
  metadata: {
    [RECORD_CLUSTER]: owner.cluster,
    [RECORD_INSTANCE]: owner.instance,
    [RECORD_MANAGED_BY]: 'meshwright',
  },
};
const key = recordKey(record);

describe('FakeDnsZone', () => {
  it('updates ours by etag and refuses an older one', async () => {
    const zone = new FakeDnsZone({ records: [record] });
    const [live] = await zone.list();
    const desired = { ...record, addresses: ['10.0.0.5'] };
    const change = {
      target: 'record',
      type: 'update',
      key,
      desired,
      live,
    } as const;

    const first = await zone.apply(change, owner);
    const second = await zone.apply(change, owner);

    expect([first.outcome, second.outcome]).toEqual(['applied', 'conflict']);
    expect(zone.records.get(key)?.addresses).toEqual(['10.0.0.5']);
  });

  it('never deletes a record set of others', async () => {
    const zone = new FakeDnsZone({ records: [{ ...record, metadata: {} }] });
    const [live] = await zone.list();

    const result = await zone.apply(
      { target: 'record', type: 'delete', key, live },
      owner,
    );

    expect(result.outcome).toBe('conflict');
    expect(zone.records.size).toBe(1);
  });

  it('fails as a zone that is away', async () => {
    const zone = new FakeDnsZone();
    zone.unreachable = 'timed out';

    await expect(zone.list()).rejects.toThrow(/timed out/);
  });
});
