import { expect, test } from '@playwright/test';
import {
  Cluster,
  finishTask,
  soon,
  startTemplate,
  statusPath,
  Team,
  uniqueName,
} from './support';

const name = uniqueName('orders');
const entityRef = `component:default/${name}`;
const principal = `cluster.local/ns/${name}/sa/${name}`;
const host = `${name}.shop.example.com`;
const api = 'component:default/api';
const database = 'resource:default/database';
const ratings = 'component:default/ratings';

test.describe.serial('from the template to a policy in force', () => {
  let team: Team;
  let cluster: Cluster;

  test.beforeAll(() => {
    team = new Team();
    cluster = team.cluster;
  });

  test.afterAll(async () => {
    await team.cleanUp();
  });

  const decide = (
    role: 'developer' | 'owner',
    body: { providerRef: string; decision: string; reason?: string },
  ) =>
    team[role].send('POST', '/api/mesh/v1/approvals', {
      consumerRef: entityRef,
      ...body,
    });

  const edgeTo = (provider: string) => team.developer.edge(entityRef, provider);

  test('the developer runs the template', async () => {
    const id = await startTemplate(team.developer, {
      ...{ name, owner: 'group:default/shop', system: 'system:default/shop' },
      ...{ cluster: 'resource:default/shop-weu', namespace: name, port: 8080 },
      ...{ dependencies: [api, database, ratings], host },
    });
    const { status, log, output } = await finishTask(team.developer, id);

    expect(status, log).toBe('completed');
    expect(output.links).toEqual([
      expect.objectContaining({ title: 'Open the service', entityRef }),
      expect.objectContaining({
        title: 'Repository',
        url: expect.stringContaining(`${team.product.git}/shop/${name}`),
      }),
    ]);
    expect(output.text?.[0].content).toContain(database);
    team.later(() => team.removeService({ entityRef }));
    team.later(async () => {
      const locations = await team.platform.get<
        Array<{ data: { id: string; target: string } }>
      >('/api/catalog/locations');
      const found = locations.find(({ data }) =>
        data.target.includes(`/shop/${name}/`),
      );
      await team.platform.unregister(found?.data.id ?? '');
    });
  });

  test('the namespace and the identity are there', async () => {
    await expect(async () => {
      const namespace = await cluster.get('Namespace', undefined, name);
      expect(namespace.status).toBe(200);
      expect(namespace.body.metadata.labels).toMatchObject({
        'istio.io/rev': 'asm-1-29',
        'app.kubernetes.io/managed-by': 'meshwright',
      });
      const account = await cluster.get('ServiceAccount', name, name);
      expect(account.status).toBe(200);
    }).toPass(soon);
  });

  test('the callee of the same team lets the caller in', async () => {
    await expect
      .poll(() => cluster.principals('shop-api'), soon)
      .toContain(principal);
    const [toApi, fromCaller] = await Promise.all([
      cluster.list('NetworkPolicy', { namespace: 'shop-api' }),
      cluster.list('NetworkPolicy', { namespace: name }),
    ]);
    expect(JSON.stringify(toApi)).toContain(
      `"kubernetes.io/metadata.name":"${name}"`,
    );
    expect(JSON.stringify(fromCaller)).toContain(
      '"kubernetes.io/metadata.name":"shop-api"',
    );
    await expect
      .poll(async () => (await edgeTo(api))?.summary, soon)
      .toBe('in-force');
  });

  test('the host is routed and the name resolves', async () => {
    const { body: policies } = { body: await cluster.ours(name) };
    const kinds = [...policies.keys()].map(key => key.split('/')[0]);
    expect(kinds).toEqual(
      expect.arrayContaining(['Gateway', 'VirtualService']),
    );
    await expect(async () => {
      const { workloads } = await team.developer.status(entityRef);
      expect(workloads[0].names).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            ...{ kind: 'dns', host: `${name}.mesh.internal` },
            ...{ found: ['10.240.4.4'], state: 'applied' },
          }),
          expect.objectContaining({ kind: 'route', host, state: 'applied' }),
        ]),
      );
    }).toPass(soon);
  });

  test('other teams are asked first', async () => {
    expect(await edgeTo(database)).toMatchObject({
      summary: 'waiting',
      consent: { state: 'pending', reason: 'WaitsForOwner' },
      objects: [],
    });
    expect(await cluster.principals('shop-data')).not.toContain(principal);
    expect(await cluster.principals('retail')).not.toContain(principal);
  });

  test('the developer cannot consent for the owner', async () => {
    const { status } = await decide('developer', {
      ...{ providerRef: database, decision: 'approve' },
    });
    expect(status).toBe(403);
    const { allowed } = await team.developer.get<{
      allowed: { decide: boolean };
    }>(statusPath(database));
    expect(allowed.decide).toBe(false);
    expect((await edgeTo(database))?.consent.state).toBe('pending');
  });

  test('the owner approves, and it follows', async () => {
    const { status } = await decide('owner', {
      ...{ providerRef: database, decision: 'approve' },
    });
    expect(status).toBe(201);
    await expect
      .poll(() => cluster.principals('shop-data'), soon)
      .toContain(principal);
    await expect
      .poll(() => edgeTo(database), soon)
      .toMatchObject({
        summary: 'in-force',
        consent: { reason: 'Approved', by: 'user:default/olaf' },
      });
  });

  test('the owner declines, with a reason', async () => {
    const bare = await decide('owner', {
      ...{ providerRef: ratings, decision: 'decline' },
    });
    expect(bare.status).toBe(400);
    const reason = 'Ratings are for reviews only';
    const { status } = await decide('owner', {
      ...{ providerRef: ratings, decision: 'decline', reason },
    });
    expect(status).toBe(201);
    await expect
      .poll(() => edgeTo(ratings), soon)
      .toMatchObject({ consent: { state: 'denied', reason: 'Declined' } });
    expect((await edgeTo(ratings))?.sentence).toContain(reason);
    expect(await cluster.principals('retail')).not.toContain(principal);
  });

  test('the namespace of another team cannot be had', async () => {
    const other = uniqueName('squatter');
    const id = await startTemplate(team.developer, {
      ...{ name: other, owner: 'group:default/shop' },
      ...{ system: 'system:default/shop', namespace: 'retail', port: 8080 },
      ...{ cluster: 'resource:default/shop-weu' },
    });
    const { status, log } = await finishTask(team.developer, id);
    expect(status).toBe('failed');
    expect(log).toContain('group:default/retail');
  });
});
