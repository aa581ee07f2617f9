import { componentYaml, Folder } from '../__testUtils__/files';
import { runCommand } from '../__testUtils__/runCommand';

jest.setTimeout(60_000);

describe('meshwright matrix', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = Folder.with({
      'web.yaml': componentYaml('web', {
        dependsOn: ['component:default/api'],
        mesh: ['dependencies:', '  component:default/api: { methods: [GET] }'],
      }),
      'api.yaml': componentYaml('api'),
    });
  });

  afterEach(() => folder.remove());

  const matrix = (...args: string[]) =>
    runCommand(['matrix', '.', ...args], { cwd: folder.path });

  it('lists what entities compile to', async () => {
    const { code, out } = await matrix();
    expect(code).toBe(0);
    expect(out).toMatch(/^FROM +TO +PORT +CONNECTION +MAY\n/);
    expect(out).toMatch(/^web\/web +api\/api +8080 +mutual-tls +GET/m);
    expect(out).toMatch(/1 pair of 2 workloads; everything else is closed\n$/);
  });

  it('prints lines for spreadsheets, and JSON', async () => {
    const { out } = await matrix('--format', 'csv');
    expect(out.split('\r\n').slice(0, 2)).toEqual([
      'from,to,port,access,mtls',
      'web/web,api/api,8080,GET,mutual-tls',
    ]);
    const json = await matrix('--format', 'json');
    expect(JSON.parse(json.out).edges).toMatchObject([
      { from: 'web/web', to: 'api/api', port: 8080, access: 'operations' },
    ]);
  });

  it('names ports that no policy closes, and fails where that is asked', async () => {
    folder.write(
      'web.yaml',
      `apiVersion: v1
kind: Namespace
metadata: { name: open, labels: { istio.io/rev: asm-1-29 } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: open, namespace: open }
spec:
  template:
    metadata: { labels: { app: open } }
    spec: { containers: [{ name: main, ports: [{ containerPort: 80 }] }] }
`,
    );
    folder.write('api.yaml', '# nothing\n');
    const { code, out } = await matrix('--fail-on', 'open');
    expect(out).toMatch(/^any caller .* open\/open +80 +any +everything$/m);
    expect(code).toBe(1);
    expect((await matrix()).code).toBe(0);
  });

  it('leaves out manifests of namespaces that are of another cluster', async () => {
    const there = componentYaml('there').replace('shop-weu', 'shop-neu');
    folder.write(
      'there.yaml',
      `${there}---
apiVersion: apps/v1
kind: Deployment
metadata: { name: there, namespace: there }
spec:
  template:
    metadata: { labels: { app: there } }
    spec: { containers: [{ name: main, ports: [{ containerPort: 80 }] }] }
`,
    );
    const { out } = await matrix('--cluster', 'shop-weu');
    expect(out).toMatch(/1 pair of 2 workloads; everything else is closed\n$/);
    expect((await matrix('--cluster', 'shop-neu')).out).toContain(
      '1 workload;',
    );
  });

  it('shows only whom it is asked about', async () => {
    const { out } = await matrix('--to', 'web/');
    expect(out).toBe('0 pairs of 2 workloads; everything else is closed\n');
  });

  it('does not take nothing for an answer', async () => {
    folder.write('web.yaml', '# nothing\n');
    folder.write('api.yaml', '# nothing\n');
    const { code, err } = await matrix();
    expect(code).toBe(2);
    expect(err).toContain('There are no workloads');
  });
});
