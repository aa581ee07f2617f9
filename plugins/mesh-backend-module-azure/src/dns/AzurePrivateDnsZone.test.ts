import {
  type DnsRecordSet,
  isSameRecord,
  RECORD_CLUSTER,
  RECORD_INSTANCE,
  RECORD_MANAGED_BY,
  recordKey,
} from '@meshwright/plugin-mesh-common';
import type { RecordChange } from '@meshwright/plugin-mesh-node';
import type { Arm } from '@meshwright/sandbox';
import {
  resourceGroup,
  startSandbox,
  subscriptionId,
  zone,
} from '../__testUtils__/startSandbox';
import { AzureClients } from '../client/AzureClients';
import { AzurePrivateDnsZone } from './AzurePrivateDnsZone';

jest.setTimeout(30_000);

const owner = { instance: 'test', cluster: 'shop-weu' };
const ours = {
  [RECORD_MANAGED_BY]: 'meshwright',
  [RECORD_INSTANCE]: owner.instance,
  [RECORD_CLUSTER]: owner.cluster,
  meshwright_entities: 'component:shop/web',
};

const record = (name: string, address = '10.0.0.4'): DnsRecordSet => ({
  zone,
  name,
  type: 'A',
  ttl: 300,
  addresses: [address],
  metadata: ours,
});

describe('AzurePrivateDnsZone', () => {
  let arm: Arm;
  let dns: AzurePrivateDnsZone;
  let clients: AzureClients;

  const apply = (change: RecordChange) => dns.apply(change, owner);
  const create = (desired: DnsRecordSet) =>
    apply({
      target: 'record',
      type: 'create',
      key: recordKey(desired),
      desired,
    });
  const update = (desired: DnsRecordSet, live: DnsRecordSet) =>
    apply({
      target: 'record',
      type: 'update',
      key: recordKey(desired),
      desired,
      live,
    });
  const remove = (live: DnsRecordSet) =>
    apply({ target: 'record', type: 'delete', key: recordKey(live), live });

  /** Writes as somebody else would. */
  const putForeign = (name: string, metadata: Record<string, string> = {}) =>
    clients
      .recordSets(subscriptionId)
      .createOrUpdate(resourceGroup, zone, 'A', name, {
        ttl: 60,
        aRecords: [{ ipv4Address: '10.9.9.9' }],
        metadata,
      });

  beforeEach(async () => {
    arm = await startSandbox();
    clients = AzureClients.create({ resourceManagerUrl: new URL(arm.url) });
    dns = AzurePrivateDnsZone.create({
      zone,
      clients,
      location: { subscriptionId, resourceGroup },
    });
  });

  afterEach(() => arm.stop());

  it('creates, changes and deletes what is ours', async () => {
    expect(await create(record('web'))).toMatchObject({ outcome: 'applied' });
    const [first] = await dns.list();
    expect(first).toEqual({ ...record('web'), etag: expect.any(String) });
    // Nothing is left to do on the second run.
    expect(isSameRecord(record('web'), first)).toBe(true);

    const wanted = record('web', '10.0.0.5');
    expect(await update(wanted, first)).toMatchObject({ outcome: 'applied' });
    const [second] = await dns.list();
    expect(isSameRecord(wanted, second)).toBe(true);

    expect(await remove(second)).toMatchObject({ outcome: 'applied' });
    expect(await dns.list()).toEqual([]);
    expect(await remove(second)).toMatchObject({ outcome: 'applied' });
  });

  it('lists many record sets, page by page', async () => {
    const names = Array.from({ length: 120 }, (_, i) => `name-${i + 100}`);
    await Promise.all(names.map(name => create(record(name))));

    expect((await dns.list()).map(({ name }) => name).sort()).toEqual(names);
  });

  it('never touches what others made', async () => {
    await putForeign('web');
    await putForeign('api', { ...ours, [RECORD_INSTANCE]: 'another' });
    const before = await dns.list();
    const [api, web] = before;

    const results = [
      await create(record('web')),
      await update(record('web'), web),
      await update(record('api'), api),
      await remove(web),
      await remove(api),
    ];

    expect(results.map(result => result.outcome)).toEqual(
      Array.from({ length: 5 }, () => 'conflict'),
    );
    expect(results[0].message).toMatch(/'web.mesh.internal' exists already/);
    expect(results[3].message).toMatch(/not ours/);
    expect(await dns.list()).toEqual(before);
  });

  it('changes nothing that changed after it was read', async () => {
    await create(record('web'));
    const [read] = await dns.list();
    await putForeign('web');
    const [now] = await dns.list();

    const updated = await update(record('web', '10.0.0.5'), read);
    const removed = await remove(read);

    expect([updated.outcome, removed.outcome]).toEqual([
      'conflict',
      'conflict',
    ]);
    expect(updated.message).toMatch(
      /changed by someone else.*PreconditionFailed/,
    );
    expect(await dns.list()).toEqual([now]);
    const unsafe = await remove({ ...read, etag: undefined });
    expect(unsafe).toMatchObject({ outcome: 'conflict' });
  });

  it('keeps the metadata of others on our record sets, and drops old metadata of ours', async () => {
    await putForeign('web', { ...ours, costcenter: '7', meshwright_old: 'x' });
    const [live] = await dns.list();

    await update(record('web'), live);

    const [after] = await dns.list();
    expect(after.metadata).toEqual({ ...ours, costcenter: '7' });
  });

  it('waits as long as Azure says when there are too many requests', async () => {
    const fault = {
      status: 429,
      retryAfterSeconds: 1,
      method: 'PUT',
      times: 2,
    };
    arm.faults.add(fault);
    const begin = Date.now();

    expect(await create(record('web'))).toMatchObject({ outcome: 'applied' });

    expect(Date.now() - begin).toBeGreaterThanOrEqual(1900);
    expect(arm.faults.list()).toEqual([]);
  });

  it('gives up on a server that keeps failing, and says what it said', async () => {
    const message = 'The gateway did not receive a response.';
    arm.faults.add({
      status: 503,
      code: 'GatewayTimeout',
      message,
      retryAfterSeconds: 0,
    });

    const result = await create(record('web'));

    expect(result.outcome).toBe('failed');
    expect(result.message).toContain(`503 GatewayTimeout: ${message}`);
    await expect(dns.list()).rejects.toThrow(
      /zone 'mesh.internal' cannot be read: Azure answered 503/,
    );
  });

  it('passes on why it is not allowed, with the request id and without secrets', async () => {
    const message =
      "The client 'mesh' does not have authorization to perform action 'Microsoft.Network/privateDnsZones/A/write'";
    arm.faults.add({ status: 403, code: 'AuthorizationFailed', message });

    const result = await create(record('web'));

    expect(result.outcome).toBe('refused');
    expect(result.message).toContain(`403 AuthorizationFailed: ${message}`);
    expect(result.message).toMatch(/\(request [0-9a-f-]{36}\)$/);
    expect(result.message).not.toMatch(/eyJ|Bearer|authorization:/);
  });

  it('says when nobody is signed in', async () => {
    process.env.IDENTITY_HEADER = 'wrong';
    process.env.AZURE_TOKEN_CREDENTIALS = 'prod';
    const unknown = AzurePrivateDnsZone.create({
      zone,
      clients: AzureClients.create({
        resourceManagerUrl: new URL(arm.url),
        managedIdentityClientId: 'someone-else',
      }),
      location: { subscriptionId, resourceGroup },
    });

    await expect(unknown.list()).rejects.toThrow(/No Azure credential works/);
  });

  it('says when nobody answers', async () => {
    await dns.list();
    await arm.stop();

    await expect(dns.list()).rejects.toThrow(/cannot be reached/);
  });

  it('stops when it is told to', async () => {
    arm.faults.add({ delayMs: 5_000 });

    await expect(
      dns.list({ signal: AbortSignal.timeout(200) }),
    ).rejects.toThrow(/did not answer in time/);
  });
});
