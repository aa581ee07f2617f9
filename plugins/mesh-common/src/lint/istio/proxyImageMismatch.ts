import type { MeshObject } from '../../objects';
import { toText } from '../../evaluate/readJson';
import type { LintContext, ObjectRule } from '../types';
import { append } from './context/groupBy';
import { allContainers, PROXY } from './context/inMesh';
import {
  indexInjectors,
  injectedImage,
  injectorName,
} from './context/injectors';
import { listNames } from './context/listNames';
import { indexNamespaces } from './context/namespaces';
import {
  annotationsOf,
  core,
  labelsOf,
  namespaceOf,
  specOf,
} from './context/objects';
import { findImageType, indexImageTypes } from './context/proxyImageType';

/** Their proxies have the bugs and rules of another version. */
export const proxyImageMismatch: ObjectRule = {
  code: 'MW2158',
  severity: 'warning',
  summary: 'Proxies run the image that the injector gives out',
  aliases: ['IST0158'],
  check: context => {
    const namespaces = context.derive(indexNamespaces);
    return [...listMismatches(context)].flatMap(([name, pods]) => {
      const object = namespaces.get(name);
      return object
        ? [
            {
              object,
              path: '',
              message: `Proxies in namespace ${name} run another image than the injector gives out: ${listNames(
                pods,
              )}. Restart these pods.`,
            },
          ]
        : [];
    });
  },
};

/** Names of pods by namespace. */
function listMismatches(context: LintContext): Map<string, string[]> {
  const injectors = context.derive(indexInjectors);
  const types = context.derive(indexImageTypes);
  const found = new Map<string, string[]>();
  if (injectors.size === 0) return found;
  for (const pod of core(context, 'Pod')) {
    const revision = findRevision(pod, context);
    const values =
      revision === undefined
        ? undefined
        : injectors.get(injectorName(revision));
    if (!values || annotationsOf(pod)['sidecar.istio.io/proxyImage']) continue;
    const image = injectedImage(values);
    if (image === '') continue;
    const good = [image, `${image}-${findImageType(pod, types)}`];
    const proxies = allContainers(specOf(pod)).filter(
      ({ name }) => name === PROXY,
    );
    if (proxies.some(proxy => !good.includes(toText(proxy.image) ?? ''))) {
      append(found, namespaceOf(pod), pod.metadata.name);
    }
  }
  return found;
}

/** Revision of the injector of a pod; undefined when there is none. */
function findRevision(
  pod: MeshObject,
  context: LintContext,
): string | undefined {
  const namespace = context.derive(indexNamespaces).get(namespaceOf(pod));
  const labels = namespace ? labelsOf(namespace) : {};
  return (
    labels['istio.io/rev'] ??
    (labels['istio-injection'] === 'enabled' ? 'default' : undefined)
  );
}
