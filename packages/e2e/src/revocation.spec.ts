import { expect, test } from '@playwright/test';
import { meshOf, type Service, soon, Team, uniqueName } from './support';

const name = uniqueName('caller');
const principal = `cluster.local/ns/${name}/sa/${name}`;
const api = 'component:default/api';
const dependsOn = [api];

test.describe.serial('what a push takes away, and what it does not', () => {
  let team: Team;
  let service: Service;

  test.beforeAll(async () => {
    team = new Team();
    service = await team.addService({ name, file: { dependsOn } });
  });

  test.afterAll(async () => {
    await team.cleanUp();
  });

  const principals = () => team.cluster.principals('shop-api');
  const edge = () => team.developer.edge(service.entityRef, api);
  const inForce = async () => {
    await expect.poll(principals, soon).toContain(principal);
    await expect
      .poll(async () => (await edge())?.summary, soon)
      .toMatch(/in-force|unknown/);
  };
  /** Every object of ours in the namespace, as text. */
  const state = async () => {
    const ours = [...(await team.cluster.ours(name)).values()];
    return JSON.stringify(ours.map(({ kind, spec }) => ({ kind, spec })));
  };
  /** After a pass of which nobody has to wait for the schedule. */
  const problems = async () => {
    await team.reconcile();
    const status = await team.developer.findStatus(service.entityRef);
    return status?.diagnostics.map(({ message }) => message).join('\n');
  };

  test('a dependency that is declared is granted', inForce);

  test('an edited declaration revokes it', async () => {
    await service.rewrite({ mesh: meshOf(name) });

    await expect.poll(principals, soon).not.toContain(principal);
    await expect.poll(edge, soon).toBeUndefined();
    expect(await principals()).toContain('cluster.local/ns/shop-web/sa/web');
  });

  test('and grants it again', async () => {
    await service.rewrite({ dependsOn, mesh: meshOf(name) });
    await inForce();
  });

  const broken = [
    { what: 'that cannot be parsed', text: 'kind: [Component\n  {{{' },
    { what: 'that is deleted', text: undefined },
  ];
  broken.forEach(({ what, text }) => {
    test(`a file ${what} changes nothing, and the page says so`, async () => {
      const before = await state();
      await service.replace(text);

      await expect
        .poll(problems, soon)
        .toContain(service.repository.descriptor);
      await team.reconcile();
      expect(await state()).toBe(before);
      expect(await principals()).toContain(principal);

      await service.rewrite({ dependsOn, mesh: meshOf(name) });
      await expect.poll(problems, soon).toBe('');
    });
  });

  test('an entity that is gone retires, until somebody confirms', async () => {
    const before = await state();
    await team.developer.unregister(service.locationId);

    await expect
      .poll(async () => {
        await team.reconcile();
        const status = await team.developer.status(service.entityRef);
        return status.workloads[0]?.retiring;
      }, soon)
      .toMatchObject({ until: expect.any(String) });
    expect(await state()).toBe(before);
    expect(await principals()).toContain(principal);

    const confirm = { entityRef: service.entityRef, reason: 'Not needed' };
    const path = '/api/mesh/v1/retiring/confirm';
    const refused = await team.developer.send('POST', path, confirm);
    expect(refused.status).toBe(403);
    expect(await principals()).toContain(principal);

    const accepted = await team.platform.send('POST', path, confirm);
    expect(accepted.status).toBe(202);
    await expect.poll(principals, soon).not.toContain(principal);
    await expect
      .poll(() => team.developer.findStatus(service.entityRef), soon)
      .toBeUndefined();
  });
});
