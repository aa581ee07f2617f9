import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { CLUSTERS } from '../__testUtils__/clusters';
import { componentYaml, Folder } from '../__testUtils__/files';
import { runCommand } from '../__testUtils__/runCommand';

jest.setTimeout(60_000);

describe('meshwright compile', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = Folder.with({
      'web.yaml': componentYaml('web', {
        dependsOn: ['component:default/api'],
      }),
      'api.yaml': componentYaml('api', { mesh: ['dns: [api]'] }),
      'etc/clusters.yaml': CLUSTERS,
    });
  });

  afterEach(() => folder.remove());

  const compile = (...args: string[]) =>
    runCommand(['compile', ...args], { cwd: folder.path });
  const clusters = ['--clusters', 'etc/clusters.yaml'];

  it('prints documents that kubectl takes, and records as comments', async () => {
    const { code, out } = await compile(
      '.',
      ...clusters,
      '--cluster',
      'shop-weu',
    );
    expect(code).toBe(0);
    const objects = parseAllDocuments(out)
      .map(document => document.toJS())
      .filter(Boolean);
    expect(objects.map(({ kind }) => kind)).toContain('AuthorizationPolicy');
    expect(objects.every(object => object.apiVersion)).toBe(true);
    expect(out).toMatch(/^# DNS records of cluster shop-weu/m);
    expect(out).toMatch(/^# {3}name: api$/m);
  });

  it('gives the same bytes in whatever order files come', async () => {
    const one = await compile('web.yaml', 'api.yaml');
    const other = await compile('api.yaml', 'web.yaml');
    expect(other.out).toBe(one.out);
    expect(one.out).not.toBe('');
  });

  it('writes one file per object, below the folder', async () => {
    const { code, out, err } = await compile('.', ...clusters, '--out', 'made');
    expect({ code, out }).toEqual({ code: 0, out: '' });
    const made = join(folder.path, 'made/shop-weu');
    expect(err).toContain('files to made');
    expect(readdirSync(made).sort()).toEqual(
      expect.arrayContaining(['_cluster', 'api', 'dns-records.txt', 'web']),
    );
    expect(readdirSync(join(made, 'api'))).toContain(
      'peerauthentication-default.yaml',
    );
    expect(
      readFileSync(join(made, '_cluster/namespace-api.yaml'), 'utf8'),
    ).toContain('kind: Namespace');
  });

  it('names files of an earlier run that nothing declares any more', async () => {
    await compile('.', ...clusters, '--out', 'made');
    folder.write('web.yaml', '# gone\n');
    const { err } = await compile('api.yaml', ...clusters, '--out', 'made');
    expect(err).toContain(
      'made/shop-weu/web/serviceaccount-web.yaml: Nothing declares it any more',
    );
    expect(err).not.toContain('shop-weu/api/');
  });

  it('does not mix clusters into one stream', async () => {
    const { code, err } = await compile('.', ...clusters);
    expect(code).toBe(3);
    expect(err).toContain('which --cluster? There is shop-neu, shop-weu');
    const { out } = await compile('.', ...clusters, '--format', 'json');
    expect(
      JSON.parse(out).clusters.map((each: { cluster: string }) => each.cluster),
    ).toEqual(['shop-neu', 'shop-weu']);
  });

  it('ends with 1 when declarations have errors, and says which', async () => {
    folder.write('web.yaml', componentYaml('web', { mesh: ['dns: 5'] }));
    const { code, err } = await compile('web.yaml');
    expect(code).toBe(1);
    expect(err).toMatch(
      /^web\.yaml:\d+:\d+: error MW1003 component:default\/web/m,
    );
  });

  it('lays files over the input of an installation', async () => {
    folder.write(
      'input.json',
      JSON.stringify({
        version: 1,
        instant: '2026-01-01T00:00:00.000Z',
        instance: 'production',
        clusters: [],
        entities: [],
        bindings: [],
        approvals: [],
        stages: [],
        lastGood: [],
        defaults: { approval: 'owner', retiringHours: 24, unclaimed: 'ask' },
      }),
    );
    const { code, err } = await compile(
      'web.yaml',
      ...['--input', 'input.json'],
      ...clusters,
      ...['--cluster', 'shop-weu'],
    );
    // Nobody has bound the namespace there.
    expect(err).toContain('MW1110');
    expect(err).not.toContain('Assumed');
    expect(code).toBe(1);
  });

  it.each([
    ['{"version": 2}', 'It is of version 2; this reads version 1'],
    ['{"version": 1}', "'clusters' is no list of objects"],
    ['[', 'It is no JSON'],
  ])('does without an input such as %s', async (text, words) => {
    folder.write('input.json', text);
    const { code, out, err } = await compile('.', '--input', 'input.json');
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(words);
  });

  it.each([
    ['a: 1', 'It is no list of clusters'],
    ['[{}]', 'cluster 1: it has no name'],
    ['[{ name: a, trustDomain: 1 }]', "cluster 1: 'trustDomain' is no text"],
    ['[{ name: a, gateways: { public: {} } }]', "gateway 'public' needs"],
  ])('refuses clusters such as %s', async (text, words) => {
    folder.write('etc/clusters.yaml', text);
    const { code, err } = await compile('web.yaml', ...clusters);
    expect(code).toBe(2);
    expect(err).toContain(words);
  });
});
