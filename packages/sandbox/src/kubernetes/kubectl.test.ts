import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startKubernetesApi } from '.';
import type { KubernetesApi } from '.';

const isPresent =
  spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status ===
  0;

let api: KubernetesApi;
let folder: string;

beforeAll(async () => {
  api = await startKubernetesApi({ port: 0 });
  folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
  writeFileSync(join(folder, 'config'), api.kubeconfig);
});
afterAll(async () => {
  await api.stop();
  rmSync(folder, { recursive: true });
});

async function kubectl(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('kubectl', args, {
    env: {
      ...process.env,
      HOME: folder,
      KUBECONFIG: join(folder, 'config'),
    },
  });
  return stdout;
}

const manifest = (image: string) => `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: main, image: ${image} }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec: { action: ALLOW, rules: [{ from: [{ source: { principals: [a] } }] }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec: { podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress] }
`;

// What the machine does not have cannot be tested here; the contract tests
// speak the same protocol.
if (!isPresent) {
  process.stdout.write('kubectl tests left out: there is no kubectl here\n');
}
(isPresent ? describe : describe.skip)('kubectl', () => {
  it('applies, reads, changes and deletes', async () => {
    const file = join(folder, 'all.yaml');
    writeFileSync(file, manifest('example.com/a:1'));
    expect(await kubectl('apply', '-f', file)).toContain(
      'deployment.apps/web created',
    );
    expect(await kubectl('apply', '-f', file)).toContain(
      'deployment.apps/web unchanged',
    );
    writeFileSync(file, manifest('example.com/a:2'));
    expect(await kubectl('apply', '-f', file)).toContain(
      'deployment.apps/web configured',
    );
    const table = await kubectl(
      'get',
      'authorizationpolicies,networkpolicies,peerauthentications',
      '-A',
    );
    expect(table).toMatch(/NAMESPACE\s+NAME\s+.*AGE/);
    expect(table).toMatch(/shop\s+authorizationpolicy.security.istio.io\/web/);
    await kubectl('label', 'deploy', 'web', '-n', 'shop', 'team=shop');
    await kubectl('scale', 'deploy', 'web', '-n', 'shop', '--replicas=3');
    await kubectl(
      'patch',
      'ap',
      'web',
      '-n',
      'shop',
      '--type=merge',
      '-p',
      '{"spec":{"action":"DENY"}}',
    );
    await kubectl('rollout', 'restart', 'deploy', 'web', '-n', 'shop');
    const text = await kubectl('get', 'deploy,ap', '-n', 'shop', '-o', 'json');
    const [deployment, policy] = JSON.parse(text).items;
    expect(deployment.metadata.labels).toEqual({ team: 'shop' });
    expect(deployment.spec).toMatchObject({ replicas: 3 });
    expect(deployment.spec.template.metadata.annotations).toHaveProperty([
      'kubectl.kubernetes.io/restartedAt',
    ]);
    expect(policy.spec.action).toBe('DENY');
    await kubectl('delete', '--ignore-not-found', '-f', file);
    expect(await kubectl('get', 'ns', '-o', 'name')).not.toContain('shop');
  }, 120_000);

  it('applies on the server, and is told of conflicts', async () => {
    const file = join(folder, 'map.yaml');
    const write = (value: string) =>
      writeFileSync(
        file,
        `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { k: ${value} }\n`,
      );
    write('one');
    await kubectl('apply', '--server-side', '--field-manager=a', '-f', file);
    write('two');
    const other = ['apply', '--server-side', '--field-manager=b', '-f', file];
    await expect(kubectl(...other)).rejects.toThrow(
      /conflict with "a": \.data\.k/,
    );
    await kubectl(...other, '--force-conflicts');
    const data = await kubectl('get', 'cm', 'a', '-o', 'jsonpath={.data.k}');
    expect(data).toBe('two');
  }, 120_000);

  it('prints the tables of each kind', async () => {
    const file = join(folder, 'tables.yaml');
    writeFileSync(file, manifest('example.com/a:1'));
    await kubectl('apply', '-f', file);
    const wide = await kubectl('get', 'deploy', '-n', 'shop', '-o', 'wide');
    expect(wide).toMatch(
      /^NAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS +IMAGES +SELECTOR\nweb +0\/1 +0 +0 +\d+s +main +example.com\/a:1 +app=web\n$/,
    );
    expect(await kubectl('get', 'ap', '-n', 'shop')).toMatch(
      /^NAME +ACTION +AGE\nweb +ALLOW +\d+s\n$/,
    );
    expect(await kubectl('get', 'all', '-n', 'shop')).toContain(
      'deployment.apps/web',
    );
    await kubectl('delete', 'ns', 'shop');
  }, 120_000);

  it('deletes with dependents, or leaves them alone', async () => {
    const file = join(folder, 'owned.yaml');
    const create = async (uid?: string) => {
      const owner = `ownerReferences: [{ apiVersion: v1, kind: ConfigMap, name: owner, uid: ${uid}, blockOwnerDeletion: true }]`;
      const name = uid ? 'owned' : 'owner';
      const text = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, ${
        uid ? owner : ''
      } }\n`;
      writeFileSync(file, text);
      await kubectl('apply', '-f', file);
      return kubectl('get', 'cm', name, '-o', 'jsonpath={.metadata.uid}');
    };
    await create(await create());
    await kubectl('delete', 'cm', 'owner', '--cascade=orphan');
    const left = await kubectl('get', 'cm', '-o', 'name');
    expect(left).toContain('configmap/owned');
    expect(left).not.toContain('configmap/owner');
    await kubectl('delete', 'cm', 'owned');
    await create(await create());
    await kubectl('delete', 'cm', 'owner', '--cascade=foreground');
    expect(await kubectl('get', 'cm', '-o', 'name')).not.toContain('own');
  }, 120_000);

  // `kubectl auth can-i` and `kubectl create token` send protocol buffers, and
  // no token is sent over plain HTTP.
  const post = (path: string, body: object) => {
    const file = join(folder, 'body.json');
    writeFileSync(file, JSON.stringify(body));
    return kubectl('create', '--raw', path, '-f', file);
  };

  it('is told what somebody may', async () => {
    const group = 'authorization.k8s.io/v1';
    const answer = await post(`/apis/${group}/subjectaccessreviews`, {
      apiVersion: group,
      kind: 'SubjectAccessReview',
      spec: {
        user: 'jane',
        resourceAttributes: { verb: 'list', resource: 'secrets' },
      },
    });
    expect(JSON.parse(answer).status).toEqual({ allowed: false });
    await expect(kubectl('get', 'secrets', '--as=jane')).rejects.toThrow(
      'Error from server (Forbidden): secrets is forbidden: User "jane" cannot list resource "secrets" in API group "" in the namespace "default"',
    );
  }, 120_000);
});
