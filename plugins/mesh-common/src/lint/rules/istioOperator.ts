import type { ObjectRule } from '../types';

/** The operator that read it in the cluster is gone. */
export const istioOperator: ObjectRule = {
  code: 'MW2063',
  severity: 'warning',
  summary: 'Meshes are not configured by an object that nothing reads',
  aliases: ['SEG-ISTIO-OPERATOR'],
  check: context =>
    context.ofKind('IstioOperator').map(object => ({
      object,
      path: 'kind',
      message:
        'The operator that read this in a cluster is gone since Istio 1.24, and the AKS add-on never had it: applied, it changes nothing. Use istioctl or Helm; with the add-on the ConfigMap istio-shared-configmap-<revision> in aks-istio-system.',
    })),
};
