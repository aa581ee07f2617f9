import { memoize } from 'lodash';
import type { MeshObject } from '../../../objects';
import {
  isRecord,
  toLabels,
  toRecord,
  toText,
} from '../../../evaluate/readJson';
import { SelectorIndex } from '../../../evaluate/selectorIndex';
import type { LintContext } from '../../types';
import { parseYamlObject, readProxyDefaults } from './meshConfig';
import {
  annotationsOf,
  groups,
  labelsOf,
  namespaceOf,
  specOf,
  type Fields,
} from './objects';

/** Image types that ProxyConfigs ask for, as `distroless`. */
export type ImageTypes = {
  mesh: string;
  root: string;
  byNamespace: ReadonlyMap<string, string>;
  byWorkload: SelectorIndex<string>;
  /** What a pod's own ProxyConfig says; pods of one template share the text. */
  readOwn: (text: string | undefined) => string;
};

/** Image types of the mesh; derive it from the context. */
export function indexImageTypes(context: LintContext): ImageTypes {
  const byNamespace = new Map<string, string>();
  const byWorkload = new SelectorIndex<string>();
  let root = '';
  for (const object of context.ofKind('ProxyConfig', groups.networking)) {
    const spec = specOf(object);
    const type = readType(spec);
    const home = namespaceOf(object);
    if (home === context.options.rootNamespace) {
      root = type;
    } else if (isRecord(spec.selector)) {
      byWorkload.add(home, toLabels(spec.selector.matchLabels), type);
    } else {
      byNamespace.set(home, type);
    }
  }
  const mesh = readType(context.derive(readProxyDefaults));
  const readOwn = memoize((text: string | undefined) =>
    readType(parseYamlObject(text) ?? {}),
  );
  return { mesh, root, byNamespace, byWorkload, readOwn };
}

/** What counts for a pod: the nearest that says something; empty for the default. */
export function findImageType(pod: MeshObject, types: ImageTypes): string {
  const home = namespaceOf(pod);
  const nearest =
    types.readOwn(annotationsOf(pod)['proxy.istio.io/config']) ||
    types.byWorkload.find(home, labelsOf(pod)).filter(Boolean).at(-1) ||
    types.byNamespace.get(home) ||
    types.root ||
    types.mesh;
  return nearest === 'default' ? '' : nearest;
}

function readType(config: Fields): string {
  return toText(toRecord(config.image).imageType) ?? '';
}
