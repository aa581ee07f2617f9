import { TestDatabases } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { api, component } from '@meshwright/plugin-mesh-common/testUtils';
import { createWorld } from '../__testUtils__/createWorld';

jest.setTimeout(60_000);

const REF = 'api:default/payments-api';
const provider = component({
  name: 'payments',
  providesApis: ['payments-api'],
});
const consumer = component({ name: 'web', consumesApis: ['payments-api'] });

const payments = (definition: string): Entity => {
  const entity = api('payments-api');
  return { ...entity, spec: { ...entity.spec, definition } };
};

const openapi = (...paths: string[]) =>
  JSON.stringify({
    openapi: '3.1.0',
    servers: [{ url: '/v1' }],
    paths: Object.fromEntries(paths.map(path => [path, { get: {} }])),
  });

describe('contracts of APIs', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function start(definition: string) {
    const world = await createWorld({
      databases,
      entities: [provider, consumer, payments(definition)],
    });
    return {
      ...world,
      define: (next: string) => {
        world.catalog.entities = [provider, consumer, payments(next)];
      },
      /** Paths that `web` may call. */
      paths: () => {
        const text = JSON.stringify(
          Object.entries(world.policies()).filter(([key]) =>
            key.startsWith('security.istio.io/AuthorizationPolicy/payments/'),
          ),
        );
        return [...new Set(text.match(/\/v1\/[^"\\]*/g))].sort();
      },
    };
  }

  it('become the operations of a policy, and change with the definition', async () => {
    const world = await start(openapi('/payments/{id}', '/refunds'));

    await world.pass();
    const before = world.paths();
    world.define(openapi('/payments/{id}'));
    await world.pass();
    // A policy narrows in the pass after the one that widens.
    await world.pass();

    expect(before).toEqual(['/v1/payments/{*}', '/v1/refunds']);
    expect(world.paths()).toEqual(['/v1/payments/{*}']);
  });

  it.each(['openapi: [', '{"openapi":"9.0"}', ''])(
    'stay as they were while the definition is %j',
    async broken => {
      const world = await start(openapi('/payments'));
      await world.pass();
      world.define(broken);
      const writes = world.cluster.writes.length;

      const stored = await world.pass();

      expect(stored).toMatchObject({ state: 'managing', failed: 0 });
      expect(world.paths()).toEqual(['/v1/payments']);
      expect(world.cluster.writes).toHaveLength(writes);
      world.define(openapi('/refunds'));
      await world.pass();
      await world.pass();
      expect(world.paths()).toEqual(['/v1/refunds']);
    },
  );

  it('grant nothing when the definition never was readable', async () => {
    const world = await start('openapi: [');

    await world.pass();

    const policies = JSON.stringify(world.policies());
    expect(world.paths()).toEqual([]);
    expect(policies).not.toContain('ns/web/sa/web');
  });

  it('are remembered while something uses them, and no longer', async () => {
    const world = await start(openapi('/payments'));
    await world.pass();
    expect(await world.stores.contracts.listRefs()).toEqual([REF]);

    world.catalog.entities = [
      component({ name: 'payments' }),
      component({ name: 'web' }),
      payments(openapi('/payments')),
    ];
    await world.pass();
    await world.pass();

    expect(await world.stores.contracts.listRefs()).toEqual([]);
  });
});
