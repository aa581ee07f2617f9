import { ANNOTATION_DRY_RUN } from '../objects/annotations';
import { hashText } from '../objects/digest';
import type { MeshObject } from '../objects/types';
import { isSameLabels, type Labels, selectorOf } from './labelSelector';
import type { Succession } from './succession';
import { withDigest } from './withDigest';

/** Under which names objects for other pods stand beside the first one. */
const VARIANT = /^-(?:next|old\d*)$/;

/**
 * Copies what is wanted of a workload to the namespace that it has left, once
 * for each of the labels that its old pods have: under the name that it has
 * there for these, where there is one.
 */
export function copyHome(options: {
  object: MeshObject;
  succession: Succession;
  /** What the workload has in the old namespace. */
  known: readonly MeshObject[];
  cluster: string;
  /** It is judged and not enforced there. */
  isTried: boolean;
}): MeshObject[] {
  const { object, succession, isTried } = options;
  const { namespace, oldLabels } = succession;
  const base = renameHome(object, options);
  const same = options.known.filter(
    ({ kind, metadata: { name } }) =>
      kind === object.kind && isVariant(name, base),
  );
  const taken = new Set(same.map(({ metadata }) => metadata.name));
  return oldLabels.map(labels => {
    const name =
      same.find(item => isSameLabels(labelsOf(item), labels))?.metadata.name ??
      freeName(base, taken);
    taken.add(name);
    const { metadata, spec } = object;
    const annotations = {
      ...metadata.annotations,
      ...(metadata.annotations?.[ANNOTATION_DRY_RUN] !== undefined && {
        [ANNOTATION_DRY_RUN]: String(isTried),
      }),
    };
    return withDigest({
      ...object,
      metadata: { ...metadata, name, namespace, annotations },
      spec: { ...spec, ...selectPods(object.kind, labels) },
    });
  });
}

/** Names end with what tells workloads, by place too, from each other. */
function renameHome(
  { metadata: { name } }: MeshObject,
  { succession, cluster }: { succession: Succession; cluster: string },
): string {
  const entity = succession.id.slice(succession.id.indexOf(' ') + 1);
  const [before, after] = [succession.home, succession.namespace].map(place =>
    hashText(`${entity}@${cluster}/${place}`, 10),
  );
  return name.replace(before, after);
}

function isVariant(name: string, base: string): boolean {
  return (
    name === base ||
    (name.startsWith(base) && VARIANT.test(name.slice(base.length)))
  );
}

function freeName(base: string, taken: ReadonlySet<string>): string {
  const names = [base, `${base}-old`].concat(
    [...taken].map((_, place) => `${base}-old${place + 2}`),
  );
  return names.find(name => !taken.has(name)) ?? base;
}

function selectPods(kind: string, matchLabels: Labels) {
  switch (kind) {
    case 'NetworkPolicy':
      return { podSelector: { matchLabels } };
    case 'Sidecar':
      return { workloadSelector: { labels: matchLabels } };
    default:
      return { selector: { matchLabels } };
  }
}

function labelsOf(object: MeshObject): Labels {
  const { workloadSelector } = (object.spec ?? {}) as {
    workloadSelector?: { labels?: Labels };
  };
  return workloadSelector?.labels ?? selectorOf(object).matchLabels ?? {};
}
