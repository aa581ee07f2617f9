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
  }, 30_000);

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
  }, 30_000);
});
