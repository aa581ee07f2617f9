import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { isRecord, toRecord, toText } from '../../evaluate/readJson';
import type { MeshObject } from '../../objects';
import { lintObjects } from '../lintObjects';

const fixtures = join(__dirname, '../../compile/__fixtures__');

/** What the compiler's fixtures may be told, and why. */
const accepted: Record<string, string> = {
  MW2050: 'clusters of fixtures configure no certificate for public hosts',
  MW2134: 'an external TCP service has no address that it could be told by',
  MW2006: 'the guard of a gateway denies more on TCP ports, where it has none',
  MW2305: 'the webhook says the same',
};

function lintFixture(name: string) {
  const read = (file: string) =>
    readFileSync(join(fixtures, name, file), 'utf8');
  const { model } = toRecord(parse(read('in.yaml'), { merge: true }));
  const cluster = toRecord(toRecord(model).cluster);
  const objects = parseAllDocuments(read('out.yaml'))
    .map((document): unknown => document.toJS())
    .filter(item => isRecord(item) && 'kind' in item && 'metadata' in item);
  return {
    objects,
    findings: lintObjects(objects as MeshObject[], {
      rootNamespace: toText(cluster.rootNamespace) ?? 'aks-istio-system',
      trustDomainAliases: ['shop.example.com'],
      revisions: ['asm-1-29'],
    }),
  };
}

describe('what the compiler makes', () => {
  it.each(readdirSync(fixtures))('is clean for %s', name => {
    const { objects, findings } = lintFixture(name);
    expect(objects.length).toBeGreaterThan(0);
    expect(
      findings
        .filter(({ severity }) => severity !== 'info')
        .filter(({ rule }) => !Object.hasOwn(accepted, rule)),
    ).toEqual([]);
  });

  it('is told in passing what is meant', () => {
    const infos = readdirSync(fixtures)
      .flatMap(name => lintFixture(name).findings)
      .filter(({ severity }) => severity === 'info')
      .map(({ rule }) => rule);
    // Workloads without callers, namespaces in a rollout, exceptions on
    // record, policies in dry run, internal gateways behind others.
    expect(
      new Set(infos).difference(
        new Set(['MW2004', 'MW2032', 'MW2035', 'MW2040', 'MW2047', 'MW2050']),
      ),
    ).toEqual(new Set());
  });
});
