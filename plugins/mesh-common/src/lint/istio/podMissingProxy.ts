import type { MeshObject } from '../../objects';
import type { ObjectRule } from '../types';
import { allContainers, proxyImage } from './context/inMesh';
import { isInjected } from './context/injectionLabels';
import {
  annotationsOf,
  core,
  fullName,
  labelsOf,
  namespaceOf,
  specOf,
} from './context/objects';
import { listUserNamespaces } from './context/userNamespaces';

const INJECT = 'sidecar.istio.io/inject';

/** Such a pod was started before injection, and no policy protects it. */
export const podMissingProxy: ObjectRule = {
  code: 'MW2103',
  severity: 'warning',
  summary: 'Pods in injected namespaces have a proxy',
  aliases: ['IST0103'],
  check: context => {
    const injected = new Set(
      listUserNamespaces(context)
        .filter(isInjected)
        .map(({ metadata }) => metadata.name),
    );
    return core(context, 'Pod')
      .filter(pod => injected.has(namespaceOf(pod)) && lacksProxy(pod))
      .map(object => ({
        object,
        path: 'spec/containers',
        message: `Pod ${fullName(
          object,
        )} has no proxy although its namespace is injected, so no policy of the mesh protects it. Restart it; when it is to have none, label it ${INJECT}=false.`,
      }));
  },
};

function lacksProxy(pod: MeshObject): boolean {
  const spec = specOf(pod);
  const asked = labelsOf(pod)[INJECT] ?? annotationsOf(pod)[INJECT];
  return (
    asked?.toLowerCase() !== 'false' &&
    spec.hostNetwork !== true &&
    !proxyImage(allContainers(spec))
  );
}
