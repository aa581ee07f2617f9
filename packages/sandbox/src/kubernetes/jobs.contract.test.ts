import { TestApi } from './__testUtils__/api';

const api = new TestApi();
let path: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  path = `/apis/batch/v1/namespaces/${await api.namespace()}/jobs`;
});

function job(name: string, spec: object = {}, pod: object = {}) {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'main', image: 'example.com/a:1' }],
          ...pod,
        },
      },
      ...spec,
    },
  };
}

it('is discovered, with its status', async () => {
  const { body } = await api.get('/apis/batch/v1');
  const names = body.resources.map((one: { name: string }) => one.name);
  expect(names).toEqual(expect.arrayContaining(['jobs', 'jobs/status']));
});

it('fills in what was left out', async () => {
  const { code, body } = await api.post(path, job('a', { backoffLimit: 0 }));
  expect(code).toBe(201);
  expect(body.metadata.generation).toBe(1);
  expect(body.spec).toMatchObject({
    backoffLimit: 0,
    completions: 1,
    parallelism: 1,
    template: {
      spec: {
        dnsPolicy: 'ClusterFirst',
        containers: [{ terminationMessagePath: '/dev/termination-log' }],
      },
    },
  });
});

it.each([
  [{ activeDeadlineSeconds: -1 }, {}, 'spec.activeDeadlineSeconds'],
  [{ backoffLimit: -1 }, {}, 'spec.backoffLimit'],
  [{ ttlSecondsAfterFinished: -1 }, {}, 'spec.ttlSecondsAfterFinished'],
  [{}, { restartPolicy: 'Always' }, 'spec.template.spec.restartPolicy'],
  [{}, { containers: [] }, 'spec.template.spec.containers'],
])('refuses %j with pods of %j', async (spec, pod, field) => {
  const { code, body } = await api.post(path, job('a', spec, pod));
  expect(code).toBe(422);
  const fields = body.details.causes.map((one: { field: string }) => one.field);
  expect(fields).toContain(field);
});

it('keeps the template as it was, and lets the rest be applied', async () => {
  await api.apply(`${path}/a`, 'one', job('a', { backoffLimit: 1 }));
  const changed = job('a', {}, { restartPolicy: 'OnFailure' });
  expect((await api.apply(`${path}/a`, 'one', changed)).code).toBe(422);
  const more = job('a', { backoffLimit: 2 });
  const { code, body } = await api.apply(`${path}/a`, 'one', more);
  expect(code).toBe(200);
  expect(body.spec.backoffLimit).toBe(2);
});
