import { randomUUID } from 'node:crypto';
import {
  type DnsRecordSet,
  type NamespaceStage,
  RECORD_INSTANCE,
  RECORD_MANAGED_BY,
  type VerifyBody,
} from '@meshwright/plugin-mesh-common';
import {
  cluster as clusterConfig,
  clusterSpec,
  edgeAnswers,
} from '@meshwright/plugin-mesh-common/testUtils';
import { FakeDnsZone } from '@meshwright/plugin-mesh-node/testUtils';
import type { StoredRun } from './database';
import { planVerification } from './planVerification';
import type { ManagedCluster } from './reconcile';

const CLUSTER = 'shop-weu';
const { signal } = new AbortController();

const run: StoredRun = {
  id: randomUUID(),
  key: 'task-1',
  kind: 'verify',
  cluster: CLUSTER,
  state: 'running',
  by: 'user:default/petra',
  createdAt: '2027-01-01T00:00:00.000Z',
  isPlanned: false,
};

const record = (name: string, change: Partial<DnsRecordSet> = {}) => ({
  zone: 'mesh.internal',
  name,
  type: 'A' as const,
  ttl: 300,
  addresses: ['10.240.4.4'],
  metadata: { [RECORD_MANAGED_BY]: 'meshwright', [RECORD_INSTANCE]: 'test' },
  ...change,
});

const stage = (
  namespace: string,
  change: Partial<NamespaceStage>,
): NamespaceStage => ({
  cluster: CLUSTER,
  namespace,
  stage: 'enforce',
  step: 'network',
  created: false,
  by: 'user:default/petra',
  at: '2027-01-01T00:00:00.000Z',
  ...change,
});

function plan(
  options: {
    managed?: Partial<ManagedCluster>;
    stages?: NamespaceStage[];
    run?: Partial<StoredRun>;
    image?: string;
  } = {},
) {
  const managed: ManagedCluster = {
    name: CLUSTER,
    environment: 'production',
    config: clusterConfig(),
    ...options.managed,
  };
  const known: ManagedCluster[] = [];
  return planVerification(
    { ...run, ...options.run },
    {
      clusters: {
        list: () => known,
        // Only then is it known here.
        sync: async () => {
          known.push(managed);
        },
      },
      stages: { list: async () => options.stages ?? [] },
      instance: 'test',
      image: options.image,
      signal,
    },
  );
}

const bodies = (steps: Awaited<ReturnType<typeof plan>>) =>
  steps.map(({ body }) => body as unknown as VerifyBody);

describe('planVerification', () => {
  it('checks a cluster that is configured, each time under a name of its own', async () => {
    const steps = await plan();
    const others = await plan({ run: { id: randomUUID() } });

    expect(steps.length).toBeGreaterThan(5);
    expect(steps.map(({ target }) => target)).not.toContain('arm');
    const runsOf = (some: typeof steps) =>
      new Set(bodies(some).flatMap(body => ('run' in body ? [body.run] : [])));
    expect(runsOf(steps).size).toBe(1);
    expect([...runsOf(steps)]).not.toEqual([...runsOf(others)]);
  });

  it('probes with the image that is configured', async () => {
    const imagesOf = async (image?: string) => {
      const found = bodies(await plan({ image })).flatMap(body =>
        'image' in body ? [body.image] : [],
      );
      return [...new Set(found)];
    };
    const image = 'mirror.example.com/agnhost:2.53';

    expect(await imagesOf(image)).toEqual([image]);
    const [usual, ...others] = await imagesOf();
    expect(usual).toMatch(/agnhost/);
    expect(usual).not.toBe(image);
    expect(others).toEqual([]);
  });

  it('asks the provider about the edge of a cluster that was made here', async () => {
    const spec = clusterSpec({ edge: edgeAnswers() });
    const steps = await plan({ run: { spec } });
    expect(steps.map(({ target }) => target)).toContain('arm');
  });

  it('resolves our names that lead to the gateway, and no others', async () => {
    const zone = new FakeDnsZone({
      records: [
        record('web'),
        record('api'),
        record('theirs', { metadata: {} }),
        record('elsewhere', { addresses: ['10.0.0.1'] }),
        record('*.all'),
      ],
    });

    const steps = await plan({ managed: { zone } });

    const [names] = bodies(steps).flatMap(body =>
      'names' in body ? [body.names] : [],
    );
    expect(names).toEqual(['api.mesh.internal', 'web.mesh.internal']);
  });

  it('expects no strict mTLS where the rollout does not ask for it', async () => {
    const steps = await plan({
      stages: [
        stage('web', {}),
        stage('pay', { step: 'mtls' }),
        stage('early', { step: 'authorization' }),
        stage('seen', { stage: 'observe' }),
        stage('other', { cluster: 'lab', stage: 'observe' }),
      ],
    });

    const [notStrict] = bodies(steps).flatMap(body =>
      'notStrict' in body ? [body.notStrict] : [],
    );
    expect(notStrict).toEqual(['early', 'seen']);
  });

  it.each([
    ['no such cluster', { managed: { name: 'lab' } }, /'shop-weu' is known/],
    [
      'a cluster that nothing reaches',
      { managed: { problem: 'It is being made' } },
      /cannot be verified: It is being made/,
    ],
    [
      'settings that cannot be read',
      { managed: { config: undefined } },
      /its settings cannot be read/,
    ],
  ])('refuses %s', async (_, options, expected) => {
    await expect(plan(options)).rejects.toThrow(expected);
  });

  it('takes no silence of the zone for an answer', async () => {
    const zone = new FakeDnsZone();
    zone.unreachable = 'timed out';
    await expect(plan({ managed: { zone } })).rejects.toThrow('timed out');
  });
});
