import {
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import { FakeMeshCluster } from './FakeMeshCluster';

const instance = 'test';
const ours = { [LABEL_MANAGED_BY]: 'meshwright', [LABEL_INSTANCE]: instance };

const policy = (spec: MeshObject['spec'] = {}): MeshObject => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name: 'allow', namespace: 'shop', labels: ours },
  spec,
});
const key = objectKey(policy());

const create = (desired = policy()) =>
  ({ target: 'object', type: 'create', key, desired } as const);

const createCluster = () => new FakeMeshCluster({ namespaces: ['shop'] });

describe('FakeMeshCluster', () => {
  it('numbers what it creates and tells watchers', async () => {
    const cluster = createCluster();
    const seen: string[] = [];
    const stop = cluster.watch(changed => seen.push(changed));

    const result = await cluster.apply(create(), { instance });
    stop();
    cluster.remove(key);

    expect(result.outcome).toBe('applied');
    expect(seen).toEqual([key]);
    expect(cluster.writes).toEqual([{ type: 'create', key }]);
  });

  it('refuses to create twice, or in a namespace that is missing', async () => {
    const cluster = createCluster();
    await cluster.apply(create(), { instance });

    const again = await cluster.apply(create(), { instance });
    const homeless = await new FakeMeshCluster().apply(create(), { instance });

    expect(again.outcome).toBe('conflict');
    expect(homeless).toMatchObject({
      outcome: 'failed',
      message: "namespace 'shop' not found",
    });
  });

  it('refuses a write that was decided on an older version', async () => {
    const cluster = createCluster();
    await cluster.apply(create(), { instance });
    const live = cluster.objects.get(key)!;
    cluster.put({ ...live, spec: { action: 'DENY' } });

    const result = await cluster.apply(
      { target: 'object', type: 'update', key, desired: policy(), live },
      { instance },
    );

    expect(result.outcome).toBe('conflict');
    expect(cluster.objects.get(key)?.spec).toEqual({ action: 'DENY' });
  });

  it('removes fields that we no longer want and keeps those of others', async () => {
    const cluster = createCluster();
    const noted = policy();
    noted.metadata.annotations = { note: 'ours' };
    await cluster.apply(create(noted), { instance });
    const mine = cluster.objects.get(key)!;
    const live = cluster.put({
      ...mine,
      metadata: {
        ...mine.metadata,
        annotations: { ...mine.metadata.annotations, other: 'theirs' },
      },
    });

    await cluster.apply(
      { target: 'object', type: 'update', key, desired: policy(), live },
      { instance },
    );

    expect(cluster.objects.get(key)?.metadata.annotations).toEqual({
      other: 'theirs',
    });
  });

  it('leaves objects of others alone', async () => {
    const cluster = createCluster();
    const foreign = policy();
    foreign.metadata.labels = { ...ours, [LABEL_INSTANCE]: 'another' };
    const live = cluster.put(foreign);

    const result = await cluster.apply(
      { target: 'object', type: 'delete', key, live },
      { instance },
    );

    expect(result.outcome).toBe('conflict');
    expect(cluster.objects.has(key)).toBe(true);
  });

  it('gives the cluster to the first instance that asks', async () => {
    const cluster = createCluster();

    await cluster.claim('first');

    await expect(cluster.claim('second')).resolves.toMatchObject({
      instance: 'first',
    });
  });

  it('fails as a cluster that is away', async () => {
    const cluster = createCluster();
    cluster.unreachable = 'connection refused';

    await expect(cluster.list()).rejects.toThrow(/connection refused/);
    await expect(cluster.apply(create(), { instance })).resolves.toMatchObject({
      outcome: 'failed',
    });
  });

  it('refuses what it is told to refuse', async () => {
    const cluster = createCluster();
    cluster.refuse = () => 'admission webhook said no';

    await expect(cluster.apply(create(), { instance })).resolves.toMatchObject({
      outcome: 'refused',
      message: 'admission webhook said no',
    });
    expect(cluster.writes).toEqual([]);
  });
});
