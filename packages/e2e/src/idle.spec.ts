import { expect, test } from '@playwright/test';
import { soon, Team } from './support';

test.describe('when nothing changed', () => {
  const team = new Team();

  const lastPass = async () => {
    const { clusters } = await team.platform.overview();
    return clusters[0];
  };

  /** One more pass, from its start to its end. */
  const pass = async () => {
    const { lastPassAt } = await lastPass();
    await team.reconcile();
    await expect
      .poll(async () => (await lastPass()).lastPassAt, soon)
      .not.toBe(lastPassAt);
    return lastPass();
  };

  const versions = async () => {
    const ours = await team.cluster.ours();
    return [...ours].map(([key, { metadata }]) => [
      key,
      metadata.resourceVersion,
    ]);
  };

  test('a pass writes nothing', async () => {
    // What other specs left behind has an end.
    await expect.poll(async () => (await pass()).changes, soon).toBe(0);
    const before = await versions();
    expect(before.length).toBeGreaterThan(40);

    for (const _ of [1, 2]) {
      expect(await pass()).toMatchObject({
        ...{ state: 'managing', changes: 0, failed: 0 },
      });
    }

    expect(await versions()).toEqual(before);
  });
});
