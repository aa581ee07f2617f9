import type {
  LintFinding,
  LintOptions,
} from '@meshwright/plugin-mesh-common/lint';
import { judgeEntities } from '../input/judgeEntities';
import type { Scene } from '../input/readScene';
import {
  compareText,
  type Finding,
  type Findings,
  sortFindings,
} from '../output/findings';
import { toFound } from '../output/toFinding';
import { Locator } from '../read/locate';
import { parsePath, parsePointer } from '../read/pointers';
import type { Place, Problem, Source } from '../read/types';
import { loadLint } from './loadLint';

/** Everything that is wrong with what was read, at its place. */
export function findAll(scene: Scene, options: LintOptions): Findings {
  const { entities, manifests, refused } = scene;
  const objects = findInManifests(scene, options);
  const declarations = [...refused, ...findInEntities(scene)].map(
    ({ diagnostic, source }) => ({
      source,
      path: parsePointer(diagnostic.pointer),
      finding: toFound(diagnostic),
    }),
  );
  return {
    findings: place([...declarations, ...objects.findings]),
    silenced: place(objects.silenced),
    problems: [...scene.problems, ...describeEmptiness(scene)],
    // Nobody asks about clusters or approvals where no entity is.
    assumptions:
      entities.size === 0
        ? scene.assumptions.filter(each => !each.includes('(no --'))
        : scene.assumptions,
    counts: { entities: entities.size, manifests: manifests.size },
  };
}

type Unplaced = {
  source: Source;
  path: string[];
  finding: Omit<Finding, keyof Place>;
};

/** Each document is read again once, so they are taken in their order. */
function place(found: readonly Unplaced[]): Finding[] {
  const locator = new Locator();
  const byDocument = [...found].sort(
    (a, b) =>
      compareText(a.source.file, b.source.file) ||
      a.source.offset - b.source.offset,
  );
  return sortFindings(
    byDocument.map(({ source, path, finding }) => ({
      ...locator.locate(source, path),
      ...finding,
    })),
  );
}

function findInEntities(scene: Scene) {
  if (scene.entities.size === 0) return [];
  return judgeEntities(scene).diagnostics.flatMap(diagnostic => {
    const known = scene.entities.get(diagnostic.entityRef);
    return known ? [{ diagnostic, source: known.source }] : [];
  });
}

function findInManifests(
  { manifests }: Scene,
  options: LintOptions,
): { findings: Unplaced[]; silenced: Unplaced[] } {
  if (manifests.size === 0) return { findings: [], silenced: [] };
  const objects = [...manifests.values()];
  const sources = new Map(
    objects.map(({ object, source }) => [toKey(object), source]),
  );
  const report = loadLint().createLintReport(
    objects.map(({ object }) => object),
    options,
  );
  const toUnplaced = (finding: LintFinding): Unplaced[] => {
    const { rule, severity, kind, namespace, name, path, message } = finding;
    const object = { kind, metadata: { namespace, name } };
    const subject = toSubject(object);
    const source = sources.get(toKey({ ...finding, ...object }));
    const rest = { severity, subject, pointer: path, message };
    return source
      ? [{ source, path: parsePath(path), finding: { code: rule, ...rest } }]
      : [];
  };
  return {
    findings: report.findings.flatMap(toUnplaced),
    silenced: report.silenced.flatMap(toUnplaced),
  };
}

type Named = { kind: string; metadata: { namespace?: string; name: string } };

/** Istio and Kubernetes both have a Gateway. */
function toKey({ apiVersion, ...object }: Named & { apiVersion?: string }) {
  return `${apiVersion} ${toSubject(object)}`;
}

function toSubject({ kind, metadata: { namespace, name } }: Named): string {
  return namespace ? `${kind} ${namespace}/${name}` : `${kind} ${name}`;
}

/** An empty answer to an empty question is no success. */
function describeEmptiness(scene: Scene): Problem[] {
  const { entities, manifests, refused, problems } = scene;
  const count = entities.size + manifests.size + refused.length;
  return count > 0 || problems.length > 0
    ? []
    : [{ file: '.', message: 'There are neither entities nor manifests' }];
}
