import { toLabels, toRecord, toRecords, toText } from '../../evaluate/readJson';
import type { MeshObject } from '../../objects';
import { isAmbient, namespaceLabels } from '../rules/read/namespaces';
import { listPeers } from '../rules/read/peers';
import { listPolicies, type Json } from '../rules/read/policies';
import type { LintContext } from '../types';

/** A running pod, as rules look at it. */
export type LivePod = {
  object: MeshObject;
  namespace: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  spec: Json;
  containers: readonly Json[];
  /** True with a proxy of its own. */
  hasProxy: boolean;
  /** True when ztunnel captures its traffic. */
  isAmbient: boolean;
  hostNetwork: boolean;
};

/** Pods that run or are about to. */
export function listPods(context: LintContext): readonly LivePod[] {
  return context.derive(readPods);
}

function readPods(context: LintContext): readonly LivePod[] {
  return context
    .ofKind('Pod')
    .filter(({ status }) => {
      const phase = toText(toRecord(status).phase);
      return phase !== 'Succeeded' && phase !== 'Failed';
    })
    .map(object => {
      const spec = toRecord(object.spec);
      const { namespace = '' } = object.metadata;
      const labels = toLabels(object.metadata.labels);
      const annotations = toLabels(object.metadata.annotations);
      const containers = [
        ...toRecords(spec.containers),
        ...toRecords(spec.initContainers),
      ];
      const isOut = labels['istio.io/dataplane-mode'] === 'none';
      return {
        object,
        namespace,
        labels,
        annotations,
        spec,
        containers,
        hasProxy: containers.some(({ name }) => name === 'istio-proxy'),
        isAmbient:
          annotations['ambient.istio.io/redirection'] === 'enabled' ||
          (!isOut &&
            (isAmbient(labels) ||
              isAmbient(namespaceLabels(context, namespace)))),
        hostNetwork: spec.hostNetwork === true,
      };
    });
}

/** Namespaces with policies of Istio that somebody has to enforce. */
export function governedNamespaces(context: LintContext): ReadonlySet<string> {
  return context.derive(readGoverned);
}

function readGoverned(context: LintContext): ReadonlySet<string> {
  const { rootNamespace } = context.options;
  return new Set(
    [...listPolicies(context), ...listPeers(context)]
      .map(({ namespace }) => namespace)
      .filter(namespace => namespace !== rootNamespace),
  );
}
