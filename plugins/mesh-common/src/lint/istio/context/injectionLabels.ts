import type { MeshObject } from '../../../objects';
import { labelsOf } from './objects';

const INJECTION = 'istio-injection';
const others = ['istio.io/rev', 'istio.io/dataplane-mode'];

/** Labels of a namespace that each decide how its pods get into the mesh. */
export function listInjectionLabels(namespace: MeshObject): string[] {
  const labels = labelsOf(namespace);
  const value = labels[INJECTION];
  return [
    ...(value === undefined ? [] : [`${INJECTION}=${value}`]),
    ...(value === undefined || value === 'enabled'
      ? others
          .filter(key => labels[key] !== undefined)
          .map(key => `${key}=${labels[key]}`)
      : []),
  ];
}

/** True when nothing says whether pods of the namespace get a proxy. */
export function isUndecided(namespace: MeshObject): boolean {
  const labels = labelsOf(namespace);
  return (
    labels['istio.io/dataplane-mode'] !== 'ambient' &&
    !labels[INJECTION] &&
    labels['istio.io/rev'] === undefined
  );
}

/** True when pods of the namespace are said to get a proxy by `istio-injection`. */
export function isInjected(namespace: MeshObject): boolean {
  const labels = labelsOf(namespace);
  return (
    labels['istio.io/dataplane-mode'] !== 'ambient' &&
    labels[INJECTION] === 'enabled'
  );
}
