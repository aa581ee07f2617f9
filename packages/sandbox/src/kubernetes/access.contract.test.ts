import { TestApi, configMap, paths, until } from './__testUtils__/api';

const api = new TestApi();
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
let namespace: string;
let maps: string;
let roles: string;
let bindings: string;

beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(async () => {
  namespace = await api.namespace();
  maps = paths.configMaps(namespace);
  roles = `${RBAC}/namespaces/${namespace}/roles`;
  bindings = `${RBAC}/namespaces/${namespace}/rolebindings`;
});

const rbac = (kind: string, name: string, more: object) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name },
  ...more,
});

const rule = (verbs: string[], resources: string[], more: object = {}) => ({
  apiGroups: ['', 'apps'],
  resources,
  verbs,
  ...more,
});

async function grant(user: string, ...rules: object[]): Promise<void> {
  await api.post(roles, rbac('Role', user, { rules }));
  await api.post(
    bindings,
    rbac('RoleBinding', user, {
      roleRef: { kind: 'Role', name: user },
      subjects: [{ kind: 'User', name: user }],
    }),
  );
}

it.each([
  [
    'GET',
    'configmaps',
    'configmaps is forbidden: User "jane" cannot list resource "configmaps" in API group "" in the namespace "NS"',
  ],
  [
    'GET',
    'configmaps?watch=true',
    'configmaps is forbidden: User "jane" cannot watch resource "configmaps" in API group "" in the namespace "NS"',
  ],
  [
    'GET',
    'configmaps?fieldSelector=metadata.name%3Da',
    'configmaps "a" is forbidden: User "jane" cannot list resource "configmaps" in API group "" in the namespace "NS"',
  ],
  [
    'DELETE',
    'configmaps',
    'configmaps is forbidden: User "jane" cannot deletecollection resource "configmaps" in API group "" in the namespace "NS"',
  ],
  [
    'POST',
    'configmaps',
    'configmaps is forbidden: User "jane" cannot create resource "configmaps" in API group "" in the namespace "NS"',
  ],
  [
    'GET',
    '',
    'namespaces "NS" is forbidden: User "jane" cannot get resource "namespaces" in API group "" in the namespace "NS"',
  ],
  [
    'POST',
    'serviceaccounts/default/token',
    'serviceaccounts "default" is forbidden: User "jane" cannot create resource "serviceaccounts/token" in API group "" in the namespace "NS"',
  ],
])('refuses %s of %s in the words of RBAC', async (method, rest, message) => {
  const path = `/api/v1/namespaces/${namespace}/${rest}`.replace(/\/$/, '');
  const { code, body } = await api.as('jane')(method, path);
  expect([code, body.reason]).toEqual([403, 'Forbidden']);
  expect(body.message).toBe(message.replaceAll('NS', namespace));
});

it.each([
  [
    'GET',
    '/api/v1/nodes',
    'nodes is forbidden: User "jane" cannot list resource "nodes" in API group "" at the cluster scope',
  ],
  [
    'PATCH',
    '/apis/security.istio.io/v1/namespaces/x/authorizationpolicies/a',
    'authorizationpolicies.security.istio.io "a" is forbidden: User "jane" cannot patch resource "authorizationpolicies" in API group "security.istio.io" in the namespace "x"',
  ],
  [
    'PUT',
    '/apis/apps/v1/namespaces/x/deployments/a/scale',
    'deployments.apps "a" is forbidden: User "jane" cannot update resource "deployments/scale" in API group "apps" in the namespace "x"',
  ],
  [
    'GET',
    '/apis/nothing.example.com/v1/nothings',
    'nothings.nothing.example.com is forbidden: User "jane" cannot list resource "nothings" in API group "nothing.example.com" at the cluster scope',
  ],
  ['GET', '/nothing', 'forbidden: User "jane" cannot get path "/nothing"'],
])('refuses %s %s', async (method, path, message) => {
  const { code, body } = await api.as('jane')(method, path);
  expect([code, body.message]).toEqual([403, message]);
});

it('lets everybody who is known discover', async () => {
  for (const path of ['/api', '/apis', '/apis/apps/v1', '/version']) {
    expect((await api.as('jane')('GET', path)).code).toBe(200);
  }
  expect((await api.as('system:anonymous')('GET', '/apis')).code).toBe(403);
  expect((await api.as('system:anonymous')('GET', '/version')).code).toBe(200);
});

it('grants what the roles of bindings say, and no more', async () => {
  await api.post(maps, configMap('a'));
  const user = `ann-${namespace}`;
  await grant(
    user,
    rule(['get'], ['configmaps']),
    rule(['update'], ['configmaps'], { resourceNames: ['a'] }),
    rule(['get'], ['deployments/*', 'replicasets/scale']),
  );
  const code = async (method: string, path: string, body?: unknown) =>
    (await api.as(user)(method, path, body)).code;
  await until(async () => (await code('GET', `${maps}/a`)) === 200);
  expect(await code('GET', maps)).toBe(403);
  expect(await code('PUT', `${maps}/a`, configMap('a', { k: 'v' }))).toBe(200);
  expect(await code('PUT', `${maps}/b`, configMap('b'))).toBe(403);
  expect(await code('GET', paths.configMaps('default'))).toBe(403);
  const scale = `/apis/apps/v1/namespaces/${namespace}/replicasets/x`;
  expect(await code('GET', `${scale}/scale`)).toBe(404);
  expect(await code('GET', `${scale}/status`)).toBe(403);
  // No wildcard of parts of one resource exists.
  expect(await code('GET', `${paths.deployments(namespace)}/x/scale`)).toBe(
    403,
  );
});

it('takes back what a binding gave', async () => {
  const user = `bob-${namespace}`;
  await grant(user, rule(['list'], ['configmaps']));
  const may = async () => (await api.as(user)('GET', maps)).code === 200;
  await until(may);
  await api.delete(`${bindings}/${user}`);
  await until(async () => !(await may()));
  expect(await may()).toBe(false);
});

it('grants by group everywhere, and a cluster role in one namespace', async () => {
  const name = `reader-${namespace}`;
  const roleRef = { kind: 'ClusterRole', name };
  await api.post(
    `${RBAC}/clusterroles`,
    rbac('ClusterRole', name, { rules: [rule(['list'], ['configmaps'])] }),
  );
  await api.post(
    bindings,
    rbac('RoleBinding', 'in', {
      roleRef,
      subjects: [{ kind: 'ServiceAccount', name: 'x', namespace: 'other' }],
    }),
  );
  const account = 'system:serviceaccount:other:x';
  const list = async (user: string, path: string) =>
    (await api.as(user)('GET', path)).code;
  await until(async () => (await list(account, maps)) === 200);
  expect(await list(account, '/api/v1/configmaps')).toBe(403);
  await api.post(
    `${RBAC}/clusterrolebindings`,
    rbac('ClusterRoleBinding', name, {
      roleRef,
      subjects: [
        { kind: 'Group', name: `system:serviceaccounts:${namespace}` },
      ],
    }),
  );
  const other = `system:serviceaccount:${namespace}:any`;
  await until(async () => (await list(other, '/api/v1/configmaps')) === 200);
});

it('says which role of a binding is missing', async () => {
  const user = `eve-${namespace}`;
  await api.post(
    bindings,
    rbac('RoleBinding', 'gone', {
      roleRef: { kind: 'Role', name: 'gone' },
      subjects: [{ kind: 'User', name: user }],
    }),
  );
  let message = '';
  await until(async () => {
    message = (await api.as(user)('GET', maps)).body.message;
    return message.includes('RBAC');
  });
  expect(message).toBe(
    `configmaps is forbidden: User "${user}" cannot list resource "configmaps" in API group "" in the namespace "${namespace}": RBAC: role.rbac.authorization.k8s.io "gone" not found`,
  );
});

it('completes a binding', async () => {
  const { code, body } = await api.post(
    bindings,
    rbac('RoleBinding', 'a', {
      roleRef: { kind: 'Role', name: 'a' },
      subjects: [
        { kind: 'User', name: 'jane' },
        { kind: 'ServiceAccount', name: 'x', namespace },
      ],
    }),
  );
  expect(code).toBe(201);
  const apiGroup = 'rbac.authorization.k8s.io';
  expect(body.roleRef).toEqual({ apiGroup, kind: 'Role', name: 'a' });
  expect(body.subjects).toEqual([
    { apiGroup, kind: 'User', name: 'jane' },
    { kind: 'ServiceAccount', name: 'x', namespace },
  ]);
  const [entry] = body.metadata.managedFields;
  expect(entry.fieldsV1).toEqual({ 'f:roleRef': {}, 'f:subjects': {} });
});

it('does not let a binding change its role', async () => {
  await grant('jane');
  const { code, body } = await api.patch(
    `${bindings}/jane`,
    'merge-patch+json',
    { roleRef: { name: 'other' } },
  );
  expect(code).toBe(422);
  expect(body.message).toBe(
    'RoleBinding.rbac.authorization.k8s.io "jane" is invalid: roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"Role","Name":"other"}: cannot change roleRef',
  );
});

it.each([
  [
    'roles',
    'Role',
    { rules: [{ apiGroups: [''], resources: ['pods'] }] },
    'rules[0].verbs',
  ],
  [
    'roles',
    'Role',
    { rules: [{ verbs: ['get'] }] },
    'rules[0].apiGroups rules[0].resources',
  ],
  [
    'rolebindings',
    'RoleBinding',
    { subjects: [{ kind: 'User' }] },
    'roleRef.kind roleRef.name subjects[0].name',
  ],
  [
    'rolebindings',
    'RoleBinding',
    {
      roleRef: { kind: 'Role', name: 'a' },
      subjects: [{ kind: 'Robot', name: 'a' }],
    },
    'subjects[0].kind',
  ],
])('refuses %s that say too little: %#', async (...row) => {
  const [plural, kind, more, fields] = row;
  const { code, body } = await api.post(
    `${RBAC}/namespaces/${namespace}/${plural}`,
    rbac(kind, 'a', more),
  );
  expect(code).toBe(422);
  const named = body.details.causes.map((one: { field: string }) => one.field);
  expect(named).toEqual(fields.split(' '));
});
