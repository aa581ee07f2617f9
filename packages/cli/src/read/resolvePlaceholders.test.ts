import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Folder } from '../__testUtils__/files';
import { readItems } from './readItems';

function apiWith(definition: string): string {
  return `apiVersion: backstage.io/v1alpha1
kind: API
metadata: { name: orders }
spec:
  type: openapi
  lifecycle: production
  owner: shop
  definition: ${definition}
`;
}

async function definitionOf(folder: Folder, path = '.') {
  const problems: string[] = [];
  let definition: unknown;
  const options = { cwd: folder.path, stdin: Readable.from([]) };
  for await (const item of readItems([path], options)) {
    if (item.type === 'problem') problems.push(item.message);
    if (item.type === 'entity') definition = item.entity.spec?.definition;
  }
  return { definition, problems };
}

describe('placeholders', () => {
  let folder: Folder;

  afterEach(() => folder.remove());

  it.each([
    ['{ $text: ./openapi.json }', '{"a": 1}'],
    ['{ $json: openapi.json }', { a: 1 }],
    ['{ $yaml: ../api/openapi.json }', { a: 1 }],
    ['{ $openapi: ./openapi.json }', '{"a": 1}'],
  ])('puts in %s', async (placeholder, expected) => {
    folder = Folder.with({
      'api/catalog-info.yaml': apiWith(placeholder),
      'api/openapi.json': '{"a": 1}',
    });
    expect(await definitionOf(folder)).toEqual({
      definition: expected,
      problems: [],
    });
  });

  it.each([
    ['https://example.com/openapi.json', 'nothing is fetched from elsewhere'],
    ['file:///etc/passwd', 'nothing is fetched from elsewhere'],
    ['../../../../../../../etc/hostname', 'it leads out of the given folder'],
    ['/etc/hostname', 'it leads out of the given folder'],
    ['./link.json', 'it leads out of the given folder'],
    ['./gone.json', 'There is no such file or folder'],
    ['.', 'it leads out of the given folder'],
  ])('leaves %s alone', async (target, reason) => {
    folder = Folder.with({
      'catalog-info.yaml': apiWith(`{ $text: ${target} }`),
    });
    symlinkSync('/etc/hostname', join(folder.path, 'link.json'));
    expect(await definitionOf(folder, 'catalog-info.yaml')).toEqual({
      definition: { $text: target },
      problems: [expect.stringContaining(reason)],
    });
  });
});
