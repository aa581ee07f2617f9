import { compare } from 'fast-json-patch';
import {
  injectProxy,
  REVISION_LABEL,
  revisionFor,
} from '../controllers/inject';
import { isJson } from '../kubernetes/types';
import type { KubeObject } from '../kubernetes/types';

export type AdmissionReview = {
  apiVersion: string;
  kind: string;
  request: { uid: string; namespace: string; object: KubeObject };
};

/** The Deployment of a pod, or whatever else made it. */
function workloadOf({ metadata }: KubeObject): string {
  const owner = metadata.ownerReferences?.[0];
  if (!owner) {
    return metadata.name ?? 'pod';
  }
  const hash = metadata.labels?.['pod-template-hash'];
  return owner.kind === 'ReplicaSet' && hash
    ? owner.name.replace(new RegExp(`-${hash.replace(/\W/g, '')}$`), '')
    : owner.name;
}

/** What the injector of a revision answers the API server about a pod. */
export function reviewPod(review: AdmissionReview, revision: string): object {
  const { uid, namespace, object: pod } = review.request;
  // The API server asks about namespaces with this label alone.
  const home = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: { [REVISION_LABEL]: revision } },
  };
  const isOurs = isJson(pod) && revisionFor(pod, home, new Set([revision]));
  const patch = isOurs
    ? compare(pod, injectProxy(pod, revision, workloadOf(pod)))
    : [];
  return {
    apiVersion: review.apiVersion,
    kind: review.kind,
    response: {
      uid,
      allowed: true,
      ...(patch.length > 0 && {
        patchType: 'JSONPatch',
        patch: Buffer.from(JSON.stringify(patch)).toString('base64'),
      }),
    },
  };
}
