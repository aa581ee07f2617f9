import { componentYaml, Folder } from '../__testUtils__/files';
import { runCommand } from '../__testUtils__/runCommand';

const MANIFESTS = `apiVersion: v1
kind: Namespace
metadata: { name: orders, labels: { istio.io/rev: asm-1-29 } }
---
apiVersion: v1
kind: Namespace
metadata: { name: legacy }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: orders, namespace: orders }
spec:
  template:
    metadata: { labels: { app: orders } }
    spec:
      serviceAccountName: orders
      containers:
        - name: main
          ports: [{ name: web, containerPort: 8080 }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: caller, namespace: legacy }
spec:
  template:
    metadata: { labels: { app: caller } }
    spec: { serviceAccountName: caller, containers: [] }
---
apiVersion: v1
kind: Service
metadata: { name: orders, namespace: orders }
spec:
  selector: { app: orders }
  ports: [{ name: http, port: 80, targetPort: web }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: read, namespace: orders }
spec:
  selector: { matchLabels: { app: orders } }
  rules:
    - from: [{ source: { principals: [cluster.local/ns/web/sa/web] } }]
      to: [{ operation: { methods: [GET] } }]
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: orders }
spec: { mtls: { mode: STRICT } }
`;

jest.setTimeout(60_000);

describe('meshwright explain', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = Folder.with({
      'web.yaml': componentYaml('web', {
        dependsOn: ['component:default/api'],
      }),
      'api.yaml': componentYaml('api'),
      'manifests/all.yaml': MANIFESTS,
    });
  });

  afterEach(() => folder.remove());

  const explain = (from: string, to: string, ...args: string[]) =>
    runCommand(['explain', '--from', from, '--to', to, ...args], {
      cwd: folder.path,
    });

  it('says why a declared call is allowed', async () => {
    const { code, out } = await explain(
      'component:web',
      'component:default/api',
      '.',
    );
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Yes, component:web can call component:default\/api with GET \/ on port 80, mutually authenticated\n\n {2}1\. /,
    );
    expect(out).toMatch(/^Declared:\n {2}HTTP 80: granted\. /m);
  });

  it('says why one that nobody declared is not', async () => {
    const { code, out } = await explain('component:api', 'component:web', '.');
    expect(code).toBe(1);
    expect(out).toMatch(/^No, component:api cannot call component:web/);
    expect(out).toContain('component:api does not declare that it needs');
  });

  it.each([
    ['web/web', 'orders/orders:80', [], 0, 'allow'],
    ['web/web', 'orders/orders:http', ['--method', 'post'], 1, 'deny'],
    ['web/web', 'orders/orders', ['--plaintext'], 1, 'deny'],
    ['web/other', 'orders/orders', [], 1, 'deny'],
    ['legacy/caller', 'orders/orders', [], 1, 'deny'],
  ])('judges %s to %s %j by manifests', async (...row) => {
    const [from, to, more, expected, decision] = row;
    const args = ['manifests', ...more, '--format', 'json'];
    const { code, out } = await explain(from, to, ...args);
    expect(code).toBe(expected);
    expect(JSON.parse(out)).toMatchObject({
      verdict: { decision },
      request: { destination: { port: 8080, servicePort: 80 } },
    });
  });

  it('says what it took for granted about the caller', async () => {
    const { err } = await explain('web/web', 'orders/orders', 'manifests');
    expect(err).toContain('Assumed: Pods of service account web/web have');
    const known = await explain('legacy/caller', 'orders/orders', 'manifests');
    expect(known.err).not.toContain('Assumed');
  });

  it.each([
    ['component:web', 'component:nothing', 'not among the given entities'],
    ['component:web', 'component:api:nope', "no port 'nope'"],
    ['web', 'component:api', "--from is 'web'; it is a reference such as"],
    ['component:', 'component:api', "--from is 'component:'"],
    ['web/web', 'orders/none', 'no such Service'],
    ['web/web', 'orders/orders:x', "has no port 'x'; it has http (80)"],
  ])('explains itself for %s to %s', async (from, to, words) => {
    const { code, out, err } = await explain(from, to, '.');
    expect(code).toBe(3);
    expect(out).toBe('');
    expect(err).toContain(words);
  });
});
