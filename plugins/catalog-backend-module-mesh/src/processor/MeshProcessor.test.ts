import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { AlphaEntity } from '@backstage/catalog-model/alpha';
import type {
  CatalogProcessorCache,
  CatalogProcessorResult,
} from '@backstage/plugin-catalog-node';
import type { EventParams } from '@backstage/plugin-events-node';
import {
  hashDeclaration,
  TOPIC_DECLARATION_CHANGED,
} from '@meshwright/plugin-mesh-common';
import { MeshProcessor } from './MeshProcessor';

const location = { type: 'url', target: 'http://git/shop/web' };

function component(mesh: unknown, spec: object = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'web' },
    spec: {
      type: 'service',
      owner: 'group:default/shop',
      ...spec,
      ...(mesh !== undefined && { mesh: mesh as never }),
    },
  };
}

const good = {
  cluster: 'shop-weu',
  namespace: 'shop-web',
  ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'http' }],
};

function memoryCache(): CatalogProcessorCache {
  const values = new Map<string, unknown>();
  return {
    get: async key => values.get(key) as never,
    set: async (key, value) => {
      values.set(key, value);
    },
  };
}

function setup(options: { publish?: () => Promise<void> } = {}) {
  const published: EventParams[] = [];
  const emitted: CatalogProcessorResult[] = [];
  const cache = memoryCache();
  const processor = MeshProcessor.create({
    events: {
      publish:
        options.publish ??
        (async event => {
          published.push(event);
        }),
      subscribe: async () => {},
    },
    logger: mockServices.logger.mock(),
  });
  const run = (entity: Entity) =>
    processor.postProcessEntity(
      entity,
      location,
      result => emitted.push(result),
      cache,
    );
  return { run, published, emitted };
}

describe('MeshProcessor', () => {
  it('leaves a good declaration as it is', async () => {
    const { run } = setup();
    const entity = component(good);

    expect(await run(entity)).toEqual(entity);
  });

  it('names the field that is wrong, and keeps the entity', async () => {
    const { run, emitted } = setup();
    const entity = component({
      ...good,
      ports: [{ ...good.ports[0], port: 70000 }],
    });

    const processed = (await run(entity)) as AlphaEntity;

    expect(processed.spec).toEqual(entity.spec);
    expect(processed.status?.items).toEqual([
      expect.objectContaining({
        type: 'meshwright.io/declaration',
        level: 'error',
        message: expect.stringMatching(
          /^MW\d{4} \/spec\/mesh\/ports\/0\/port: .*70000/,
        ),
      }),
    ]);
    expect(emitted.filter(({ type }) => type === 'error')).toEqual([]);
  });

  it.each([['a text'], [7], [['a', 'list']], [null]])(
    'survives spec.mesh being %p',
    async mesh => {
      const { run, emitted } = setup();

      const processed = (await run(component(mesh))) as AlphaEntity;

      expect(processed.status?.items?.length).toBeGreaterThan(0);
      expect(emitted.filter(({ type }) => type === 'error')).toEqual([]);
    },
  );

  it('shows the first of very many problems only', async () => {
    const { run } = setup();
    const dependencies = Object.fromEntries(
      Array.from({ length: 500 }, (_, i) => [`component:default/x${i}`, {}]),
    );

    const processed = (await run(
      component({ ...good, dependencies }),
    )) as AlphaEntity;

    expect(processed.status?.items).toHaveLength(50);
  });

  it('relates the workload to its cluster, both ways', async () => {
    const { run, emitted } = setup();

    await run(component(good));

    expect(emitted).toMatchObject([
      {
        relation: {
          type: 'dependsOn',
          source: { kind: 'component', name: 'web' },
          target: { kind: 'resource', name: 'shop-weu' },
        },
      },
      {
        relation: {
          type: 'dependencyOf',
          source: { kind: 'resource', name: 'shop-weu' },
          target: { kind: 'component', name: 'web' },
        },
      },
    ]);
  });

  it('hints once for each change of the declaration', async () => {
    const { run, published } = setup();
    const before = component(good);
    const after = component(good, { dependsOn: ['component:default/api'] });

    await run(before);
    await run(before);
    await run(after);

    expect(published).toEqual(
      [before, after].map(entity => ({
        topic: TOPIC_DECLARATION_CHANGED,
        eventPayload: {
          entityRef: 'component:default/web',
          hash: hashDeclaration(entity),
        },
      })),
    );
  });

  it('goes on when nobody can be told', async () => {
    const { run } = setup({
      publish: async () => {
        throw new Error('broker is away');
      },
    });

    await expect(run(component(good))).resolves.toMatchObject({
      kind: 'Component',
    });
  });

  it('ignores kinds that never join a mesh', async () => {
    const { run, published } = setup();
    const group: Entity = {
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Group',
      metadata: { name: 'shop' },
      spec: { type: 'team', children: [], mesh: 'nonsense' },
    };

    expect(await run(group)).toBe(group);
    expect(published).toEqual([]);
  });
});
