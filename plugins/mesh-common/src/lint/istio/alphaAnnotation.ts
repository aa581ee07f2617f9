import type { MeshObject } from '../../objects';
import { toRecords } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';
import { listAnnotated } from './context/annotatedObjects';
import { fullName, specOf } from './context/objects';

/** Set by the injector itself where the CNI plugin redirects traffic. */
const setByInjector = new Set([
  'sidecar.istio.io/interceptionMode',
  'traffic.sidecar.istio.io/includeInboundPorts',
  'traffic.sidecar.istio.io/excludeInboundPorts',
  'traffic.sidecar.istio.io/includeOutboundIPRanges',
]);

/** Nobody promises that it works, or goes on working. */
export const alphaAnnotation: ObjectRule = {
  code: 'MW2136',
  severity: 'info',
  summary: 'Annotations of Istio are more than experiments',
  aliases: ['IST0136'],
  check: context =>
    context
      .derive(listAnnotated)
      .filter(({ known }) => known?.isAlpha)
      .filter(
        ({ object, name }) => !(setByInjector.has(name) && usesCni(object)),
      )
      .map(({ object, path, name }) => ({
        object,
        path,
        message: `Annotation ${name} of ${object.kind} ${fullName(
          object,
        )} belongs to an alpha feature of Istio, which may change or not work. Do not rely on it in production.`,
      })),
};

/** Without the CNI plugin an init container redirects the traffic of a pod. */
function usesCni(object: MeshObject): boolean {
  return (
    object.kind === 'Pod' &&
    !toRecords(specOf(object).initContainers).some(
      ({ name }) => name === 'istio-init',
    )
  );
}
