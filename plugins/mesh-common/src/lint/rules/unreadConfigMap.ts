import type { ObjectRule } from '../types';
import { meshConfigName } from './read/meshConfigs';

const systems = new Set(['istio-system', 'aks-istio-system']);
const read =
  /^istio-(ca-root-cert|sidecar-injector|cni|validator|leader|gateway|namespace|ingress|grafana|cluster|kubeconfig|ca-crl|reader)/;

/** Configuration in a ConfigMap that no component looks for. */
export const unreadConfigMap: ObjectRule = {
  code: 'MW2064',
  severity: 'warning',
  summary: 'ConfigMaps of the control plane are ones that it reads',
  aliases: ['SEG-UNREAD-CONFIG'],
  check: context =>
    context
      .ofKind('ConfigMap')
      .filter(
        ({ metadata: { namespace = '', name } }) =>
          (systems.has(namespace) ||
            namespace === context.options.rootNamespace) &&
          /^istio-/.test(`${name}`) &&
          !read.test(name) &&
          !meshConfigName.test(name),
      )
      .map(object => ({
        object,
        path: 'metadata/name',
        message: `No component of Istio reads a ConfigMap '${object.metadata.name}': what it says holds nowhere. The mesh is configured by key mesh of ConfigMap istio (with the AKS add-on istio-shared-configmap-<revision>), certificates by variables of istiod.`,
      })),
};
