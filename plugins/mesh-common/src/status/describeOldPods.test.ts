import {
  ANNOTATION_ADMITTED_UNTIL,
  ANNOTATION_ENTITIES,
  ANNOTATION_MOVING,
} from '../objects/annotations';
import type { MeshObject } from '../objects/types';
import { createTestWorld, policy, type TestWorld } from './testWorld';

const API = 'component:default/api';
const UNTIL = '2026-11-24T13:30:00.000Z';

/** A policy of `api` for its old pods. */
function forOldPods(metadata: Partial<MeshObject['metadata']>): MeshObject {
  const object = policy('AuthorizationPolicy', 'allow-to-api-0123456789', {
    selector: { matchLabels: { app: 'api' } },
  });
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...metadata,
      annotations: {
        [ANNOTATION_ENTITIES]: API,
        ...metadata.annotations,
      },
    },
  };
}

function deriveApi(world: TestWorld) {
  const status = world.derive().find(({ entityRef }) => entityRef === API);
  const [workload] = status?.workloads ?? [];
  return {
    ...workload,
    find: (name: string) =>
      workload.objects.find(object => object.name === name),
  };
}

describe('what stays for old pods', () => {
  it('is listed where the service was before, with its end', () => {
    const world = createTestWorld();
    const object = forOldPods({
      namespace: 'old-shop',
      annotations: {
        [ANNOTATION_ADMITTED_UNTIL]: `2026-11-24T13:00:00.000Z 8081\n${UNTIL} pods of old-shop ${API}`,
      },
    });
    world.put(object);

    expect(deriveApi(world).find(object.metadata.name)).toMatchObject({
      namespace: 'old-shop',
      state: 'waiting',
      message:
        'It stays for the old pods in namespace old-shop, while any run, until 2026-11-24 13:30 UTC at the latest; roll the pods out to be done sooner',
    });
  });

  it('is listed once, when the service is in several namespaces', () => {
    const world = createTestWorld();
    const { api, model } = world;
    const elsewhere = {
      ...api,
      key: `${API}@shop-weu/shop-two`,
      namespace: 'shop-two',
    };
    model.workloads.push(elsewhere);
    world.put(forOldPods({ namespace: 'old-shop' }));
    world.put(forOldPods({ namespace: 'shop-two', name: 'second' }));

    const found = world
      .derive()
      .flatMap(({ workloads }) => workloads)
      .flatMap(({ namespace, objects }) =>
        objects
          .filter(({ desired }) => desired === undefined)
          .map(object => `${namespace}: ${object.namespace}`),
      );

    expect(found).toEqual(['shop: old-shop', 'shop-two: shop-two']);
  });

  it('retires where nobody waits for old pods', () => {
    const world = createTestWorld();
    const object = forOldPods({ namespace: 'old-shop' });
    world.put(object);

    expect(deriveApi(world).find(object.metadata.name)).toMatchObject({
      state: 'retiring',
    });
  });

  it('says what the second policy for new pods is there for', () => {
    const world = createTestWorld();
    const [{ object: wanted }] = world.compiled;
    world.put({
      ...wanted,
      spec: { ...wanted.spec, selector: { matchLabels: { app: 'old' } } },
    });
    world.put(forOldPods({ name: 'api-next' }));

    const api = deriveApi(world);

    expect(api.find('api')?.message).toMatch(
      /^It stays for the pods with the old labels while any run, a day at most, and AuthorizationPolicy shop\/api-next holds for the new ones/,
    );
    expect(api.find('api-next')).toMatchObject({
      state: 'waiting',
      message: expect.stringMatching(
        /then AuthorizationPolicy shop\/api does$/,
      ),
    });
  });

  it('leaves an edge in force whose policy admits old pods too', () => {
    const world = createTestWorld();
    const [{ object: wanted }] = world.compiled;
    world.put({
      ...wanted,
      metadata: {
        ...wanted.metadata,
        annotations: { [ANNOTATION_ADMITTED_UNTIL]: `${UNTIL} old` },
      },
    });

    const { inbound, find } = deriveApi(world);

    expect(find('api')).toMatchObject({
      state: 'waiting',
      message: expect.stringContaining('until 2026-11-24 13:30 UTC'),
    });
    expect(inbound[0].summary).toBe('in-force');
    expect(
      inbound[0].steps.find(({ step }) => step === 'applied'),
    ).toMatchObject({ status: 'true', reason: 'OldPods' });
  });

  it('names the old namespace on what is as it should be', () => {
    const world = createTestWorld();
    const [{ object: wanted }] = world.compiled;
    world.put({
      ...wanted,
      metadata: {
        ...wanted.metadata,
        annotations: { [ANNOTATION_MOVING]: 'old-shop,shop' },
      },
    });

    const { find, inbound } = deriveApi(world);

    expect(find('api')).toMatchObject({
      state: 'applied',
      message:
        'As it should be; it names namespace old-shop as well while old pods run there',
    });
    expect(inbound[0].summary).toBe('in-force');
  });

  it('is no excuse for what was refused', () => {
    const world = createTestWorld();
    const object = forOldPods({
      annotations: { [ANNOTATION_ADMITTED_UNTIL]: `${UNTIL} old` },
    });
    world.put(object);
    const key = `security.istio.io/AuthorizationPolicy/shop/${object.metadata.name}`;
    world.pass.results = [
      {
        change: { target: 'object', type: 'delete', key, live: object },
        outcome: 'refused',
        message: 'webhook "guard" says no',
      },
    ];

    expect(deriveApi(world).find(object.metadata.name)).toMatchObject({
      state: 'refused',
      message: expect.stringContaining('webhook "guard" says no'),
    });
  });
});
