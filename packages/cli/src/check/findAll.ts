import {
  lintObjects,
  type LintOptions,
} from '@meshwright/plugin-mesh-common/lint';
import { judgeEntities } from '../input/judgeEntities';
import type { Scene } from '../input/readScene';
import { type Finding, type Findings, sortFindings } from '../output/findings';
import { toFinding } from '../output/toFinding';
import { Locator } from '../read/locate';
import { parsePath } from '../read/pointers';
import type { Problem, Source } from '../read/types';

/** Everything that is wrong with what was read, at its place. */
export function findAll(scene: Scene, options: LintOptions): Findings {
  const { entities, manifests, refused, assumptions } = scene;
  const locator = new Locator();
  const findings = [
    ...refused.map(({ diagnostic, source }) =>
      toFinding(diagnostic, source, locator),
    ),
    ...findInEntities(scene, locator),
    ...findInManifests(scene, options, locator),
  ];
  return {
    findings: sortFindings(findings),
    problems: [...scene.problems, ...describeEmptiness(scene)],
    assumptions:
      manifests.size > 0 && entities.size === 0
        ? scene.assumptions.filter(each => !each.includes('(no --'))
        : assumptions,
    counts: { entities: entities.size, manifests: manifests.size },
  };
}

function findInEntities(scene: Scene, locator: Locator): Finding[] {
  if (scene.entities.size === 0) return [];
  const { diagnostics } = judgeEntities(scene);
  return diagnostics.flatMap(diagnostic => {
    const known = scene.entities.get(diagnostic.entityRef);
    return known ? [toFinding(diagnostic, known.source, locator)] : [];
  });
}

function findInManifests(
  { manifests }: Scene,
  options: LintOptions,
  locator: Locator,
): Finding[] {
  const objects = [...manifests.values()];
  const sources = new Map<string, Source>(
    objects.map(({ object, source }) => {
      const { namespace = '', name } = object.metadata;
      return [`${object.kind} ${namespace}/${name}`, source];
    }),
  );
  return lintObjects(
    objects.map(({ object }) => object),
    options,
  ).flatMap(({ rule, severity, kind, namespace, name, path, message }) => {
    const subject = `${kind} ${namespace}/${name}`;
    const source = sources.get(subject);
    if (!source) return [];
    return [
      {
        ...locator.locate(source, parsePath(path)),
        code: rule,
        severity,
        subject: namespace ? subject : `${kind} ${name}`,
        pointer: path,
        message,
      },
    ];
  });
}

/** An empty answer to an empty question is no success. */
function describeEmptiness(scene: Scene): Problem[] {
  const { entities, manifests, refused, problems } = scene;
  const count = entities.size + manifests.size + refused.length;
  return count > 0 || problems.length > 0
    ? []
    : [{ file: '.', message: 'There are neither entities nor manifests' }];
}
