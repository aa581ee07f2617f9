import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { componentYaml, Folder, OPEN_POLICY } from '../__testUtils__/files';
import { readItems, type ReadResult } from './readItems';

/** Everything below the paths, in short. */
async function read(folder: Folder, paths: string[], more: object = {}) {
  const found: ReadResult[] = [];
  const options = { cwd: folder.path, stdin: Readable.from([]), ...more };
  for await (const item of readItems(paths, options)) found.push(item);
  return found.map(inShort);
}

function inShort(item: ReadResult): string {
  switch (item.type) {
    case 'entity':
      return `${item.source.file}:${item.source.line} ${item.entity.metadata.name}`;
    case 'manifest':
      return `${item.source.file}:${item.source.line} ${item.object.kind}`;
    case 'problem':
      return `${[item.file, item.line].filter(Boolean).join(':')}: ${
        item.message
      }`;
    default:
      return `${item.source.file} other`;
  }
}

describe('readItems', () => {
  let folder: Folder;

  afterEach(() => folder.remove());

  it('tells entities, manifests and other files apart', async () => {
    folder = Folder.with({
      'b/catalog-info.yaml': componentYaml('web'),
      'a.yml': `${OPEN_POLICY}---\nkey: value\n---\n# only a comment\n`,
      'list.json': JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } }],
      }),
      'many.ndjson':
        '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"}}\n\n{"a":1}\n',
      'template.yaml':
        'apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata: { name: t }\n',
      'kustomization.yaml': 'kind: Kustomization\nresources: []\n',
      'readme.md': '# nothing',
      'node_modules/x/catalog-info.yaml': componentYaml('hidden'),
    });
    expect(await read(folder, ['.'])).toEqual([
      'a.yml:1 AuthorizationPolicy',
      'a.yml other',
      'b/catalog-info.yaml:1 web',
      'kustomization.yaml other',
      'list.json:1 Service',
      'many.ndjson:1 Pod',
      'many.ndjson other',
      'template.yaml other',
    ]);
  });

  it('goes on behind what it cannot read, and says where that is', async () => {
    folder = Folder.with({
      'a.yaml': `${OPEN_POLICY}---\na: [\n---\n${OPEN_POLICY}`,
      'b.yaml': new Uint8Array([1, 2, 0, 3, 10, 0]),
      'c.yaml': new Uint8Array([0x61, 0xff, 0xfe]),
      'd.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { labels: {} }\n',
      'e.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: { name: x, labels: { v: 1 } }\n',
      'f.json': '{"apiVersion": "v1"',
    });
    expect(await read(folder, ['.', 'nothing.yaml'])).toEqual([
      'a.yaml:1 AuthorizationPolicy',
      expect.stringMatching(/^a\.yaml:1[23]: It is no YAML/),
      'a.yaml:13 AuthorizationPolicy',
      'b.yaml:1: It is no text file',
      'c.yaml:1: It is no text in UTF-8',
      'd.yaml:1: Pod has no metadata.name',
      "e.yaml:1: Pod 'x': metadata.labels['v'] is no text; put it in quotes",
      expect.stringMatching(/^f\.json:1: It is no JSON/),
      'nothing.yaml: There is no such file or folder',
    ]);
  });

  it('stays inside of folders, and comes back from circles', async () => {
    const outside = Folder.with({ 'secret.yaml': OPEN_POLICY });
    folder = Folder.with({ 'in/policy.yaml': OPEN_POLICY });
    const link = (target: string, name: string) =>
      symlinkSync(target, join(folder.path, name));
    link(join(outside.path, 'secret.yaml'), 'leak.yaml');
    link(outside.path, 'leaks');
    link('in', 'twice');
    link('..', 'in/circle');
    link('gone.yaml', 'broken.yaml');
    mkdirSync(join(folder.path, 'z'));
    execFileSync('mkfifo', [join(folder.path, 'z/pipe.yaml')]);
    expect(await read(folder, ['.'])).toEqual([
      'broken.yaml: There is no such file or folder',
      'in/policy.yaml:1 AuthorizationPolicy',
      'leak.yaml: The link leads out of the folder; left out',
      'leaks: The link leads out of the folder; left out',
      'z/pipe.yaml: It is no regular file; left out',
    ]);
    outside.remove();
  });

  it('leaves out what is excluded', async () => {
    folder = Folder.with({
      'charts/web/values.yaml': '{{ broken',
      'a.yaml': OPEN_POLICY,
    });
    expect(await read(folder, ['.'], { exclude: ['charts/**'] })).toEqual([
      'a.yaml:1 AuthorizationPolicy',
    ]);
  });

  it('says so when a named file has nothing', async () => {
    folder = Folder.with({ 'a.yaml': 'a: 1\n' });
    expect(await read(folder, ['a.yaml', '-'])).toEqual([
      'a.yaml: It has neither entities nor manifests',
      '<stdin>: It has neither entities nor manifests',
    ]);
  });

  it('reads a pipe that is named', async () => {
    folder = new Folder();
    const pipe = join(folder.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const writing = writeFile(pipe, OPEN_POLICY);
    expect(await read(folder, ['pipe'])).toEqual([
      'pipe:1 AuthorizationPolicy',
    ]);
    await writing;
  });

  it('reads standard input, whatever it speaks', async () => {
    folder = new Folder();
    const from = (text: string) =>
      read(folder, ['-'], { stdin: Readable.from([Buffer.from(text)]) });
    const pod = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"}}';
    expect(await from(OPEN_POLICY)).toEqual(['<stdin>:1 AuthorizationPolicy']);
    expect(await from(`[${pod},${pod}]`)).toHaveLength(2);
    expect(await from(`${pod}\n${pod}\n`)).toEqual([
      '<stdin>:1 Pod',
      '<stdin>:2 Pod',
    ]);
  });
});
