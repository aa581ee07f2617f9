import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { isRecord, toRecord, toRecords, toText } from '../../evaluate/readJson';
import { objectKey, type MeshObject } from '../../objects';
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
  const { model, clusters } = toRecord(parse(read('in.yaml'), { merge: true }));
  const byName = toRecords(clusters).sort((a, b) =>
    `${a.name}` < `${b.name}` ? -1 : 1,
  );
  const own = byName.length > 0 ? byName : [toRecord(toRecord(model).cluster)];
  return splitClusters(read('out.yaml')).map((objects, index) => ({
    objects,
    findings: lintObjects(objects, {
      rootNamespace: toText(own[index]?.rootNamespace) ?? 'aks-istio-system',
      trustDomain: toText(own[index]?.trustDomain),
      revisions: ['asm-1-29'],
    }),
  }));
}

/** Objects of a cluster are sorted: the next one begins where that ends. */
function splitClusters(text: string): MeshObject[][] {
  const clusters: MeshObject[][] = [];
  let previous: string | undefined;
  for (const document of parseAllDocuments(text)) {
    const value: unknown = document.toJS();
    if (!isRecord(value) || !value.kind || !value.apiVersion) continue;
    const object = value as unknown as MeshObject;
    const key = objectKey(object);
    if (previous === undefined || key < previous) clusters.push([]);
    clusters.at(-1)?.push(object);
    previous = key;
  }
  return clusters;
}

describe('what the compiler makes', () => {
  it.each(readdirSync(fixtures))('is clean for %s', name => {
    const clusters = lintFixture(name);
    expect(clusters.map(({ objects }) => objects.length)).not.toContain(0);
    expect(
      clusters
        .flatMap(({ findings }) => findings)
        .filter(({ severity }) => severity !== 'info')
        .filter(({ rule }) => !Object.hasOwn(accepted, rule)),
    ).toEqual([]);
  });

  it('is told in passing what is meant', () => {
    const infos = readdirSync(fixtures)
      .flatMap(lintFixture)
      .flatMap(({ findings }) => findings)
      .filter(({ severity }) => severity === 'info')
      .map(({ rule }) => rule);
    // Workloads without callers, namespaces in a rollout, exceptions on
    // record, policies in dry run, internal gateways behind others.
    const meant = ['MW2004', 'MW2032', 'MW2035', 'MW2040', 'MW2047', 'MW2050'];
    expect(infos.filter(rule => !meant.includes(rule))).toEqual([]);
  });
});
