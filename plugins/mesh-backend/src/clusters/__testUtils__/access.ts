import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlPlane } from '@meshwright/control-plane';
import { type Manifest, readManifest, type Rule } from './manifests';

const RBAC = 'rbac.authorization.k8s.io';

const PATHS: Record<string, string> = {
  Namespace: '/api/v1/namespaces',
  ServiceAccount: '/api/v1/namespaces/{}/serviceaccounts',
  ClusterRole: `/apis/${RBAC}/v1/clusterroles`,
  ClusterRoleBinding: `/apis/${RBAC}/v1/clusterrolebindings`,
  Role: `/apis/${RBAC}/v1/namespaces/{}/roles`,
  RoleBinding: `/apis/${RBAC}/v1/namespaces/{}/rolebindings`,
};

type Fields = Record<string, unknown> & { metadata: { name: string } };

/** What administrators do to let somebody into a cluster. */
export function createAdministrator(server: () => ControlPlane) {
  async function send(method: string, path: string, body?: object) {
    const response = await fetch(server().proxyUrl + path, {
      method,
      headers: {
        'content-type':
          method === 'PATCH'
            ? 'application/merge-patch+json'
            : 'application/json',
      },
      body: body && JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${answer.message}`);
    }
    return answer;
  }

  const create = (kind: string, body: Fields, namespace = '') =>
    send('POST', PATHS[kind].replace('{}', namespace), body);

  /** `kubectl apply`, with `--namespace` where there is one. */
  async function apply(name: Manifest, namespace?: string): Promise<void> {
    for (const object of readManifest(name)) {
      const { kind, metadata } = object;
      await create(kind, object as Fields, metadata.namespace ?? namespace);
    }
  }

  /** Binds a user of that name to rules, some only for the root namespace. */
  async function admit(
    user: string,
    rules: { cluster: Rule[]; root: Rule[] },
  ): Promise<void> {
    const metadata = { name: user };
    const root = `root-${user}`;
    await create('Namespace', { metadata: { name: root } });
    await create('ClusterRole', { metadata, rules: rules.cluster });
    await create('Role', { metadata, rules: rules.root }, root);
    await bind(user, user);
  }

  /** Binds a user to the ClusterRole of a name, and to the Role if there is one. */
  async function bind(user: string, name: string): Promise<void> {
    const toBinding = (kind: string) => ({
      metadata: { name: user },
      subjects: [{ apiGroup: RBAC, kind: 'User', name: user }],
      roleRef: { apiGroup: RBAC, kind, name },
    });
    await create('ClusterRoleBinding', toBinding('ClusterRole'));
    await create('RoleBinding', toBinding('Role'), `root-${user}`);
  }

  const remove = (kind: string, name: string, namespace = '') =>
    send('DELETE', `${PATHS[kind].replace('{}', namespace)}/${name}`);

  /** The authorizer learns of roles by a watch. */
  async function until(
    attributes: Record<string, string>,
    user: string,
    allowed: boolean,
  ): Promise<void> {
    const end = Date.now() + 30_000;
    for (;;) {
      const { status } = await send(
        'POST',
        '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        { spec: { user, resourceAttributes: attributes } },
      );
      if (status.allowed === allowed) {
        return;
      }
      if (Date.now() > end) {
        throw new Error(`The rights of '${user}' did not change in time`);
      }
      await sleep(20);
    }
  }

  /** A token of a ServiceAccount. */
  async function tokenOf(namespace: string, name: string): Promise<string> {
    const { status } = await send(
      'POST',
      `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`,
      { spec: { expirationSeconds: 3600 } },
    );
    return status.token;
  }

  return { send, create, apply, admit, bind, remove, until, tokenOf };
}
