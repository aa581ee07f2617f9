import { TestDatabases } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { createWorld } from '../__testUtils__/createWorld';

jest.setTimeout(60_000);

const api = component({ name: 'api' });
const web = component({ name: 'web', dependsOn: ['component:default/api'] });
const shop = [web, api];
type World = Awaited<ReturnType<typeof createWorld>>;

const located = (entity: Entity, location: string): Entity => ({
  ...entity,
  metadata: {
    ...entity.metadata,
    annotations: {
      ...entity.metadata.annotations,
      'backstage.io/managed-by-location': location,
    },
  },
});
const renamed = (entity: Entity, name: string): Entity => ({
  ...entity,
  metadata: { ...entity.metadata, name },
});
const failed: Entity = {
  ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Location' },
  metadata: { name: 'shop' },
  spec: { target: 'https://git/shop/catalog-info.yaml' },
};

/** What becomes absent, and what a pass says of it. Nothing is revoked. */
const cases: Array<{
  name: string;
  lose: (world: World) => void | Promise<void>;
  state: 'held' | 'managing';
  says: RegExp;
  /** Of the workload whose entity is concerned. */
  retiring?: string;
  /** Somebody new may come with objects of its own, never with these. */
  adds?: RegExp;
}> = [
  {
    name: 'an empty catalog',
    lose: ({ catalog }) => {
      catalog.entities = [];
    },
    ...{ state: 'held', says: /no entity of the mesh any more/ },
  },
  {
    name: 'half a listing',
    lose: ({ catalog }) => {
      catalog.problem = new Error('The catalog could not be read to its end');
    },
    ...{ state: 'held', says: /Nothing is changed until it can/ },
  },
  {
    name: 'a lost database',
    lose: async ({ stores }) => {
      const [pass] = await stores.passes.list();
      await stores.passes.put({
        ...pass,
        ...{ state: 'unreachable', appliedDigests: {} },
      });
    },
    ...{ state: 'held', says: /has no record of them/ },
  },
  {
    name: 'a caller that is gone',
    lose: ({ catalog }) => {
      catalog.entities = [api];
    },
    ...{ state: 'managing', says: /nothing was changed/i, retiring: 'web' },
  },
  {
    name: 'a called that is gone',
    lose: ({ catalog }) => {
      catalog.entities = [web];
    },
    ...{ state: 'managing', says: /nothing was changed/i, retiring: 'api' },
  },
  {
    name: 'a renamed entity',
    lose: ({ catalog }) => {
      catalog.entities = [renamed(web, 'web-new'), api];
    },
    ...{ state: 'managing', says: /./, retiring: 'web', adds: /web-new/ },
  },
  {
    name: 'a moved file',
    lose: ({ catalog }) => {
      catalog.entities = [located(web, 'url:https://git/elsewhere/'), api];
    },
    ...{ state: 'managing', says: /./ },
  },
  {
    name: 'a failed location',
    lose: ({ catalog }) => {
      catalog.entities = [...shop, failed];
    },
    ...{ state: 'managing', says: /nothing was changed/i },
  },
  {
    name: 'a deleted owner group',
    lose: ({ catalog }) => {
      catalog.entities = shop;
    },
    ...{ state: 'managing', says: /nothing was changed/i },
  },
];

describe('absence', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it.each(cases)('$name revokes nothing and opens nothing', async row => {
    const group: Entity = {
      ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Group' },
      metadata: { name: 'shop' },
      spec: { type: 'team', children: [] },
    };
    const world = await createWorld({ databases, entities: [...shop, group] });
    await world.pass();
    await world.pass();
    const before = world.policies();
    expect(Object.keys(before).length).toBeGreaterThan(6);

    await row.lose(world);
    const stored = await world.pass();
    await world.pass();
    world.later(20);
    await world.pass();

    expect(stored.state).toBe(row.state);
    expect(stored.message).toMatch(row.says);
    const after = world.policies();
    const { adds = /never/, retiring } = row;
    // Somebody new comes beside the old, who keeps what they had.
    expect(Object.keys(after)).toEqual(
      expect.arrayContaining(Object.keys(before)),
    );
    expect(JSON.stringify(after)).toContain('"cluster.local/ns/web/sa/web"');
    const isAdded = adds.test(JSON.stringify(after));
    expect(isAdded).toBe(row.adds !== undefined);
    expect(isAdded ? before : after).toEqual(before);
    const names = retiring ? [retiring] : [];
    const statuses = await Promise.all(
      names.map(name => world.status(`component:default/${name}`)),
    );
    expect(
      statuses.filter(({ workloads }) => workloads[0].retiring === undefined),
    ).toEqual([]);
  });
});
