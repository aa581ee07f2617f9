import { seedCluster, startControllers } from '.';
import type { Controllers } from '.';
import { KubeClient } from '../client';
import { startKubernetesApi } from '../kubernetes';
import type { KubernetesApi } from '../kubernetes';
import type { KubeObject } from '../kubernetes/types';

jest.setTimeout(30_000);

let api: KubernetesApi;
let controllers: Controllers;
let client: KubeClient;

beforeEach(async () => {
  api = await startKubernetesApi({ port: 0 });
  await seedCluster(api);
  controllers = startControllers({ url: api.url });
  client = new KubeClient(api.url, 'test');
});

afterEach(async () => {
  await controllers.stop();
  await api.stop();
});

type Seen = KubeObject & {
  status?: {
    phase?: string;
    active?: number;
    conditions?: Array<{ type: string; reason?: string }>;
  };
};

const jobs = '/apis/batch/v1/namespaces/default/jobs';

function createJob(spec: object, container: object = {}) {
  const image = 'example.com/a:1';
  return client.request('POST', jobs, {
    value: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'work' },
      spec: {
        ...spec,
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [{ name: 'main', image, ...container }],
          },
        },
      },
    },
  });
}

async function list(path: string): Promise<Seen[]> {
  return (await client.request<{ items: Seen[] }>('GET', path)).items;
}

const pods = async () =>
  (await list('/api/v1/namespaces/default/pods')).filter(
    ({ metadata }) => metadata.labels?.['job-name'] === 'work',
  );

async function eventually<T>(read: () => Promise<T | undefined | false>) {
  for (const end = Date.now() + 10_000; ; ) {
    const found = await read();
    if (found || Date.now() > end) {
      return found as T;
    }
    await new Promise(resolve => setTimeout(resolve, 25));
  }
}

const ended = (type: string) =>
  eventually(async () => {
    const [job] = await list(jobs);
    return job?.status?.conditions?.[0]?.type === type && job;
  });

it('lets a pod do its work, and keeps both', async () => {
  await createJob({});
  const job = await ended('Complete');
  expect(job.status).toMatchObject({ succeeded: 1 });
  expect(job.status?.active).toBeUndefined();
  expect(await pods()).toMatchObject([
    {
      status: {
        phase: 'Succeeded',
        containerStatuses: [{ state: { terminated: { exitCode: 0 } } }],
      },
    },
  ]);
});

it('ends what serves when its time is over', async () => {
  // Starts are known to the second: of two, at least one is left to run in.
  await createJob(
    { activeDeadlineSeconds: 2 },
    { args: ['netexec', '--http-port=8080'] },
  );
  const running = await eventually(async () => {
    const [pod] = await pods();
    return pod?.status?.phase === 'Running';
  });
  expect(running).toBe(true);
  const job = await ended('Failed');
  expect(job.status?.conditions?.[0].reason).toBe('DeadlineExceeded');
  expect(await pods()).toEqual([]);
});

it('takes away what was to be kept for no time, with its pods', async () => {
  await createJob({ ttlSecondsAfterFinished: 0 });
  const isGone = await eventually(
    async () => (await list(jobs)).length + (await pods()).length === 0,
  );
  expect(isGone).toBe(true);
});
