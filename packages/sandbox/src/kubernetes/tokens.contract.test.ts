import { TestApi, until } from './__testUtils__/api';

const api = new TestApi();
let namespace: string;
let accounts: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  namespace = await api.namespace();
  accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  await api.post(accounts, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'x' },
  });
});

const AUTHENTICATION = '/apis/authentication.k8s.io/v1';
const AUTHORIZATION = '/apis/authorization.k8s.io/v1';

const ask = (spec: object, name: string = 'x') =>
  api.post(`${accounts}/${name}/token`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec,
  });

const review = async (spec: object) => {
  const { body } = await api.post(`${AUTHENTICATION}/tokenreviews`, {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenReview',
    spec,
  });
  return body.status;
};

it('hands out a token that the server knows again', async () => {
  const { code, body } = await ask({ expirationSeconds: 600 });
  expect(code).toBe(201);
  expect(body).toMatchObject({
    kind: 'TokenRequest',
    metadata: { name: 'x', namespace },
    spec: {
      audiences: ['https://kubernetes.default.svc'],
      expirationSeconds: 600,
    },
  });
  const { token, expirationTimestamp } = body.status;
  const claims = JSON.parse(
    Buffer.from(token.split('.')[1], 'base64url').toString(),
  );
  expect(claims).toMatchObject({
    iss: 'https://kubernetes.default.svc',
    aud: ['https://kubernetes.default.svc'],
    sub: `system:serviceaccount:${namespace}:x`,
    'kubernetes.io': { namespace, serviceaccount: { name: 'x' } },
  });
  expect(claims.exp - claims.iat).toBe(600);
  expect(Date.parse(expirationTimestamp)).toBe(claims.exp * 1000);
  expect(await review({ token })).toMatchObject({
    authenticated: true,
    user: {
      username: `system:serviceaccount:${namespace}:x`,
      groups: [
        'system:serviceaccounts',
        `system:serviceaccounts:${namespace}`,
        'system:authenticated',
      ],
    },
  });
});

it('lets the owner of a token do what its account may', async () => {
  const { body } = await ask({});
  const call = (path: string) => api.callAs(body.status.token, 'GET', path);
  const refused = await call(accounts);
  expect([refused.code, refused.body.message]).toEqual([
    403,
    `serviceaccounts is forbidden: User "system:serviceaccount:${namespace}:x" cannot list resource "serviceaccounts" in API group "" in the namespace "${namespace}"`,
  ]);
  const rbac = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  await api.post(`${rbac}/roles`, {
    apiVersion,
    kind: 'Role',
    metadata: { name: 'r' },
    rules: [{ apiGroups: [''], resources: ['*'], verbs: ['list'] }],
  });
  await api.post(`${rbac}/rolebindings`, {
    apiVersion,
    kind: 'RoleBinding',
    metadata: { name: 'r' },
    roleRef: { kind: 'Role', name: 'r' },
    subjects: [{ kind: 'ServiceAccount', name: 'x', namespace }],
  });
  await until(async () => (await call(accounts)).code === 200);
});

it('knows no other token', async () => {
  const { code, body } = await api.callAs('nonsense', 'GET', accounts);
  expect([code, body.reason, body.message]).toEqual([
    401,
    'Unauthorized',
    'Unauthorized',
  ]);
  expect(await review({ token: 'nonsense' })).toMatchObject({
    error: expect.stringContaining('invalid bearer token'),
  });
});

it('takes a token for nobody but its audience', async () => {
  const { body } = await ask({ audiences: ['api.example.com'] });
  const { token } = body.status;
  expect((await api.callAs(token, 'GET', accounts)).code).toBe(401);
  expect((await review({ token })).authenticated).toBeUndefined();
  const audiences = ['api.example.com'];
  expect(await review({ token, audiences })).toMatchObject({
    authenticated: true,
    audiences,
  });
});

it('refuses tokens that are short, and for accounts that are not there', async () => {
  const short = await ask({ expirationSeconds: 10 });
  expect([short.code, short.body.message]).toEqual([
    422,
    'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes',
  ]);
  const nobody = await ask({}, 'nobody');
  expect([nobody.code, nobody.body.message]).toEqual([
    404,
    'serviceaccounts "nobody" not found',
  ]);
  expect((await api.get(`${accounts}/x/token`)).code).toBe(405);
});

const reviewAs = (user: string, plural: string, spec: object) =>
  api.as(user)('POST', `${AUTHORIZATION}/${plural}`, {
    apiVersion: 'authorization.k8s.io/v1',
    spec,
  });

it('tells everybody what they may', async () => {
  const path = 'selfsubjectaccessreviews';
  const resourceAttributes = { verb: 'get', resource: 'pods', namespace };
  const kind = 'SelfSubjectAccessReview';
  const own = await api.post(`${AUTHORIZATION}/${path}`, {
    apiVersion: 'authorization.k8s.io/v1',
    kind,
    spec: { resourceAttributes },
  });
  expect([own.code, own.body.kind]).toEqual([201, kind]);
  expect(own.body.status.allowed).toBe(true);
  const other = await reviewAs('jane', path, { resourceAttributes });
  expect(other.body.status).toEqual({ allowed: false });
  const urls = await reviewAs('jane', path, {
    nonResourceAttributes: { verb: 'get', path: '/version' },
  });
  expect(urls.body.status.allowed).toBe(true);
  const nothing = await reviewAs('jane', path, {});
  expect(nothing.code).toBe(422);
  expect(nothing.body.message).toContain(
    'exactly one of nonResourceAttributes or resourceAttributes must be specified',
  );
});

it('tells what others may, to who may ask', async () => {
  const spec = {
    user: 'jane',
    groups: ['system:masters'],
    resourceAttributes: { verb: 'get', resource: 'pods', namespace },
  };
  const path = `${AUTHORIZATION}/subjectaccessreviews`;
  const body = { apiVersion: 'authorization.k8s.io/v1', spec };
  expect((await api.post(path, body)).body.status.allowed).toBe(true);
  expect((await api.as('jane')('POST', path, body)).code).toBe(403);
});

it('lists the rules of a user', async () => {
  const path = 'selfsubjectrulesreviews';
  const { code, body } = await reviewAs('jane', path, { namespace });
  expect(code).toBe(201);
  expect(body.status).toMatchObject({ incomplete: false });
  expect(body.status.resourceRules).toEqual(
    expect.arrayContaining([
      {
        verbs: ['create'],
        apiGroups: ['authorization.k8s.io'],
        resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
      },
    ]),
  );
  expect((await reviewAs('jane', path, {})).body.message).toBe(
    'no namespace on request',
  );
});

it('tells who asks', async () => {
  const path = `${AUTHENTICATION}/selfsubjectreviews`;
  const { code, body } = await api.as('jane')('POST', path, {});
  expect(code).toBe(201);
  expect(body.status.userInfo).toMatchObject({
    username: 'jane',
    groups: ['system:authenticated'],
  });
});
