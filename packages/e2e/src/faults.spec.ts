import { expect, test } from '@playwright/test';
import { soon, Team, uniqueName } from './support';

const api = 'component:default/api';

test.describe.serial('a cluster with a bad day', () => {
  const team = new Team();

  test.afterAll(async () => {
    await team.cleanUp();
  });

  const state = async () => (await team.platform.overview()).clusters[0].state;
  const edge = () => team.developer.edge('component:default/web', api);
  const addCaller = async (base: string) => {
    const name = uniqueName(base);
    await team.addService({ name, file: { dependsOn: [api] } });
    return `cluster.local/ns/${name}/sa/${name}`;
  };
  const isGranted = (principal: string) =>
    expect
      .poll(() => team.cluster.principals('shop-api'), soon)
      .toContain(principal);

  test.afterEach(() => team.cluster.clearFaults());

  test('down: since when nothing is known, and nothing is green', async () => {
    await team.cluster.fault({ status: 500 });
    await team.reconcile();

    await expect.poll(state, soon).toBe('unreachable');
    await expect
      .poll(async () => (await team.developer.status(api)).staleSince, soon)
      .toMatch(/^\d{4}-\d\d-\d\dT/);
    expect((await edge())?.summary).not.toBe('in-force');
    expect((await team.developer.status(api)).summary).not.toBe('in-force');

    await team.cluster.clearFaults();
    await team.reconcile();
    await expect.poll(state, soon).toBe('managing');
    await expect
      .poll(async () => (await edge())?.summary, soon)
      .toBe('in-force');
    expect((await team.developer.status(api)).staleSince).toBeUndefined();
  });

  test('too many requests, conflicts and errors for a while', async () => {
    const faults = [
      { status: 429, match: { verb: 'list', kind: 'NetworkPolicy' } },
      { status: 429, match: { verb: 'patch', kind: 'AuthorizationPolicy' } },
      { status: 409, match: { verb: 'patch', kind: 'AuthorizationPolicy' } },
      { status: 409, match: { verb: 'create', kind: 'NetworkPolicy' } },
      { status: 500, match: { verb: 'create', kind: 'AuthorizationPolicy' } },
    ];
    for (const fault of faults) {
      await team.cluster.fault({ ...fault, times: 2, retryAfter: 1 });
    }
    await isGranted(await addCaller('patient'));
    await expect.poll(state, soon).toBe('managing');
  });

  test('watches that end, and a history that is gone', async () => {
    await team.cluster.closeWatches();
    await team.cluster.expireHistory();
    await isGranted(await addCaller('watched'));
  });

  test('slow', async () => {
    await team.cluster.fault({ match: { verb: 'list' }, delayMs: 500 });
    await isGranted(await addCaller('slow'));
  });
});
