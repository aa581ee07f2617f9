import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  identity,
  location,
  network,
  networkBody,
  startAzure,
} from './__testUtils__/azure';
import { startArm } from './startArm';

describe('faults', () => {
  it('befall the n-th request that matches, since a mark', async () => {
    const azure = startAzure();
    const { faults } = azure.core;
    faults.add({ method: 'GET', nth: 2, times: 1, status: 503 });
    faults.mark();

    await azure.put(identity, { location });
    const seen = [];
    for (let turn = 0; turn < 3; turn++) {
      seen.push((await azure.get(identity)).status);
    }
    expect(seen).toEqual([200, 503, 200]);
    expect(faults.hits()).toMatchObject([{ method: 'GET', applied: true }]);
  });

  it('let a write take effect, or not', async () => {
    const azure = startAzure();
    const { faults, journal } = azure.core;
    faults.add({ kind: 'reset-before', times: 1 });
    expect((await azure.put(identity, { location })).broken).toBe('reset');
    expect(journal.entries()).toEqual([]);
    faults.add({ kind: 'reset-after', times: 1 });
    expect((await azure.put(identity, { location })).broken).toBe('reset');
    faults.add({ kind: 'half-body', times: 1 });
    expect((await azure.put(identity, { location })).broken).toBe('half');

    expect(journal.entries()).toMatchObject([
      { id: identity, effect: 'created', request: 2 },
      { id: identity, effect: 'updated', request: 3 },
    ]);
    const [one, two] = journal.entries();
    expect(one.bodyHash).toBe(two.bodyHash);
    expect(journal.requests).toBe(3);
  });

  it('let an operation fail, or go missing', async () => {
    const azure = startAzure();
    const { faults } = azure.core;
    faults.add({
      kind: 'fail-operation',
      method: 'PUT',
      code: 'Boom',
      times: 1,
    });
    const made = await azure.put(network, networkBody());
    azure.pass(20);
    expect(
      (await azure.get(made.headers['Azure-AsyncOperation'])).json,
    ).toMatchObject({
      status: 'Failed',
      error: { code: 'Boom' },
    });
    expect((await azure.get(network)).json.properties).toMatchObject({
      provisioningState: 'Failed',
    });

    faults.add({ kind: 'lose-operation', path: '/operations/', times: 1 });
    const again = await azure.put(network, networkBody());
    expect(
      (await azure.get(again.headers['Azure-AsyncOperation'])).status,
    ).toBe(404);
    azure.pass(20);
    expect((await azure.get(network)).json.properties).toMatchObject({
      provisioningState: 'Succeeded',
    });
  });

  it('cut connections, and half an answer', async () => {
    const arm = await startArm({
      port: 0,
      subscriptionId: '00000000-0000-0000-0000-000000000001',
      resourceGroup: 'rg',
      zones: [],
      clusters: [],
    });
    const read = () =>
      fetch(
        `${arm.url}/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups?api-version=2025-04-01`,
        {
          headers: { authorization: `Bearer ${arm.core.issueToken()}` },
        },
      ).then(answer => answer.json());
    try {
      expect((await read()).value).toHaveLength(1);
      arm.faults.add({ kind: 'reset-after', times: 1 });
      await expect(read()).rejects.toThrow('fetch failed');
      arm.faults.add({ kind: 'half-body', times: 1 });
      await expect(read()).rejects.toThrow();
      const control = await fetch(`${arm.url}/sandbox/journal`);
      expect(await control.json()).toEqual({ requests: 3, entries: [] });
      const prices = await fetch(
        `${
          arm.url
        }/sandbox/prices/api/retail/prices?$filter=${encodeURIComponent(
          "armRegionName eq 'westeurope' and serviceName eq 'Virtual Machines'",
        )}`,
      );
      expect((await prices.json()).Items[0]).toMatchObject({
        armSkuName: 'Standard_D2ds_v5',
      });
    } finally {
      await arm.stop();
    }
  });

  it('do not keep operations from going on after a restart', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'arm-'));
    const stateFile = join(dir, 'arm.json');
    let now = 0;
    const options = { stateFile, now: () => now };
    try {
      const made = await startAzure(options).put(network, networkBody());
      const later = startAzure(options);
      const operation = made.headers['Azure-AsyncOperation'];
      expect((await later.get(operation)).json.status).toBe('InProgress');
      now += 20_000;
      expect((await later.get(operation)).json.status).toBe('Succeeded');
      expect(
        (await startAzure(options).get(network)).json.properties,
      ).toMatchObject({
        provisioningState: 'Succeeded',
      });
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  });
});
