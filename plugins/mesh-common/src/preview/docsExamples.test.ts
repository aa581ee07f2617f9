import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entity } from '@backstage/catalog-model';
import yaml from 'yaml';
import { modelCodes, readDeclaration } from '../model';

const root = join(__dirname, '../../../..');
const docs = join(root, 'docs');

/** Every page, relative to the root of the repository. */
function listPages(): string[] {
  const inDocs = readdirSync(docs, { recursive: true, encoding: 'utf8' });
  return [
    'README.md',
    ...inDocs.filter(path => path.endsWith('.md')).map(path => `docs/${path}`),
  ].sort();
}

function readPage(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Catalog entities in the fenced blocks of a page. */
function listEntities(page: string): Entity[] {
  const blocks = page.matchAll(/^ *```yaml\n([\s\S]*?)^ *```$/gm);
  return [...blocks]
    .map(([, block]) => block)
    .filter(block => /^apiVersion: backstage\.io\//m.test(block))
    .flatMap(block => yaml.parseAllDocuments(block))
    .map(document => document.toJS({}) as Entity);
}

/** As links to headings are written. */
function anchorsOf(page: string): string[] {
  return [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLocaleLowerCase('en-US')
      .replace(/[^a-z0-9 -]/g, '')
      .replace(/ /g, '-'),
  );
}

describe('examples in the docs', () => {
  const examples = listPages().flatMap(path =>
    listEntities(readPage(path)).map(
      entity => [`${path}: ${entity.metadata.name}`, entity] as const,
    ),
  );

  it('are there', () => {
    expect(examples.length).toBeGreaterThanOrEqual(4);
  });

  it.each(examples)('%s has no finding', (_, entity) => {
    const { declaration, diagnostics, unreadable } = readDeclaration(entity);
    expect(declaration).toBeDefined();
    expect(diagnostics).toEqual([]);
    expect(unreadable).toEqual([]);
  });

  it('name every key that is read', () => {
    const page = readPage('docs/reference/spec-mesh.md');
    const [{ message }] = readDeclaration({
      ...examples[0][1],
      spec: { mesh: { cluster: 'a', namespace: 'b', what: true } },
    }).diagnostics;
    const keys = message.replace(/.*known keys are /, '').split(', ');
    expect(keys.length).toBeGreaterThan(5);
    for (const key of keys) {
      expect(page).toMatch(new RegExp(`\`${key}[.\`[]`));
    }
  });
});

describe('the page of diagnostics', () => {
  const page = readPage('docs/reference/diagnostics.md');

  it.each(Object.entries(modelCodes))(
    'explains %s',
    (code, { severity, summary }) => {
      const [, section] =
        new RegExp(`^### ${code}\\n([\\s\\S]*?)(?=^#|$(?![\\s\\S]))`, 'm').exec(
          page,
        ) ?? [];
      expect(section).toContain(`**${summary}** (${severity}).`);
      expect(section).toMatch(/^_What to do:_ \S/m);
    },
  );

  it('explains no other code of declarations', () => {
    const codes = [...page.matchAll(/^### (MW1[01]\d\d)$/gm)].map(([, c]) => c);
    expect(codes).toEqual(Object.keys(modelCodes));
  });
});

/** Links to files of this repository and to headings that are not there. */
function findDeadLinks(path: string): string[] {
  const folder = join(root, path, '..');
  const links = [...readPage(path).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link]) => link)
    .filter(link => !/^[a-z]+:/.test(link) && !/\.(png|svg)$/.test(link));
  return links.filter(link => {
    const [file, anchor] = link.split('#');
    const target = file ? join(folder, file) : join(root, path);
    return (
      !existsSync(target) ||
      (anchor && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor))
    );
  });
}

describe('links in the docs', () => {
  it.each(listPages())('of %s lead somewhere', path => {
    expect(findDeadLinks(path)).toEqual([]);
  });
});
