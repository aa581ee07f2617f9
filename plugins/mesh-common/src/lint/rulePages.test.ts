import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import type { MeshObject } from '../objects';
import { isRecord } from '../evaluate/readJson';
import { lintObjects } from './lintObjects';
import { objectRules } from './objectRules';
import type { LintOptions, ObjectRule } from './types';

const folder = resolve(__dirname, '../../../../docs/rules');
const headings = ['Why', 'Wrong', 'Right', 'Silencing it'];

const pages = objectRules.map(rule => {
  const path = resolve(folder, `${rule.code}.md`);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return { rule, text };
});

describe('rules about objects', () => {
  it('have codes of their own, in ascending order', () => {
    const codes = objectRules.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(codes.filter(code => !/^MW[23]\d{3}$/.test(code))).toEqual([]);
  });

  it('have a sentence without a full stop as their summary', () => {
    const odd = objectRules
      .map(({ summary }) => summary)
      .filter(summary => !/^[A-Z].{10,98}[^.\s]$/.test(summary));
    expect(odd).toEqual([]);
  });

  it('have a page each, with the summary as its title', () => {
    const wrong = pages
      .filter(
        ({ rule: { code, summary }, text }) =>
          text.split('\n')[0] !== `# ${code}: ${summary}`,
      )
      .map(({ rule }) => rule.code);
    expect(wrong).toEqual([]);
  });

  it('have pages with the same headings', () => {
    const wrong = pages
      .filter(
        ({ text }) =>
          [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title).join() !==
          headings.join(),
      )
      .map(({ rule }) => rule.code);
    expect(wrong).toEqual([]);
  });

  it('have no pages without a rule', () => {
    const codes = new Set(objectRules.map(({ code }) => code));
    const orphans = readdirSync(folder)
      .filter(name => /^MW[23]\d{3}\.md$/.test(name))
      .filter(name => !codes.has(name.slice(0, -'.md'.length)));
    expect(orphans).toEqual([]);
  });
});

describe('the pages of rules', () => {
  it.each(pages.map(page => [page.rule.code, page] as const))(
    '%s shows what is wrong, and what is right',
    (_, { rule, text }) => {
      expect(judge(rule, readExample(text, 'Wrong'))).not.toEqual([]);
      expect(judge(rule, readExample(text, 'Right'))).toEqual([]);
    },
  );
});

type Example = { objects: MeshObject[]; options: LintOptions };

function judge(rule: ObjectRule, { objects, options }: Example) {
  return lintObjects(objects, options, [rule]);
}

/**
 * The YAML below a heading. A comment gives options (`# options: {…}`) or
 * says of which other cluster the block is (`# cluster: west`).
 */
function readExample(text: string, heading: string): Example {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const blocks = [...section.matchAll(/^```yaml\n(.*?)^```$/gms)].map(
    ([, yaml = '']) => yaml,
  );
  const own = blocks.filter(yaml => clusterOf(yaml) === undefined);
  const others = blocks.filter(yaml => clusterOf(yaml) !== undefined);
  return {
    objects: own.flatMap(readObjects),
    options: {
      rootNamespace: 'istio-system',
      ...own.map(readOptions).reduce((all, some) => ({ ...all, ...some }), {}),
      otherClusters: others.map(yaml => ({
        name: clusterOf(yaml) ?? '',
        objects: readObjects(yaml),
      })),
    },
  };
}

function clusterOf(yaml: string): string | undefined {
  return /^# cluster: (.+)$/m.exec(yaml)?.[1];
}

function readOptions(yaml: string): Partial<LintOptions> {
  const [, json = '{}'] = /^# options: (.+)$/m.exec(yaml) ?? [];
  return parse(json) as Partial<LintOptions>;
}

function readObjects(yaml: string): MeshObject[] {
  return parseAllDocuments(yaml)
    .map((document): unknown => document.toJS())
    .filter(isRecord)
    .map(object => object as unknown as MeshObject);
}
