import type { Entity } from '@backstage/catalog-model';
import { Field, isObject } from './Field';
import { isLabelKey, isLabelValue } from './names';

const SELECTOR_ANNOTATION = 'backstage.io/kubernetes-label-selector';
const MAX_LABELS = 8;

/** Labels of the pods: as declared, as annotated, or by the name. */
export function readSelector(
  field: Field,
  entity: Entity,
): Record<string, string> | undefined {
  const annotation = entity.metadata.annotations?.[SELECTOR_ANNOTATION];
  if (field.present) {
    return readLabels(field);
  }
  if (annotation === undefined) {
    return { app: entity.metadata.name };
  }
  const pointer = `/metadata/annotations/${SELECTOR_ANNOTATION.replace(
    '/',
    '~1',
  )}`;
  const source = new Field(field.report, annotation, pointer);
  const pairs = String(annotation)
    .split(',')
    .map(part => /^\s*([^\s=!]+)\s*==?\s*([^\s=!]*)\s*$/.exec(part));
  if (pairs.some(pair => pair === null)) {
    return source.problem(
      'MW1006',
      "; write labels as 'app=checkout', or set spec.mesh.selector",
    );
  }
  const labels = Object.fromEntries(
    pairs.flatMap(pair => (pair ? [[pair[1], pair[2]]] : [])),
  );
  return checkLabels(source, labels);
}

function readLabels(field: Field): Record<string, string> | undefined {
  return isObject(field.value)
    ? checkLabels(field, field.value)
    : field.problem('MW1003', '; write labels, such as { app: checkout }');
}

function checkLabels(
  field: Field,
  labels: Record<string, unknown>,
): Record<string, string> | undefined {
  const entries = Object.entries(labels);
  if (entries.length === 0 || entries.length > MAX_LABELS) {
    return field.problem(
      'MW1006',
      ` with ${entries.length} labels; write 1 to ${MAX_LABELS}`,
    );
  }
  const bad = entries.find(
    ([key, value]) =>
      !isLabelKey(key) || typeof value !== 'string' || !isLabelValue(value),
  );
  if (bad) {
    return field.problem(
      'MW1006',
      ` with a label '${bad[0].slice(
        0,
        80,
      )}' that Kubernetes does not allow; values are texts of at most 63 letters, digits, dashes, dots and underscores`,
    );
  }
  return Object.fromEntries(
    entries
      .map(([key, value]) => [key, String(value)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
