import { isJson } from '../types';
import type { Json, KubeObject, ResourceType } from '../types';
import { completeBinding } from '../validation/core/rbac';
import { withDefaults } from './parts';
import { defaultPod } from './pods';
import {
  defaultNetworkPolicy,
  defaultService,
  defaultWebhooks,
} from './services';
import { defaultJob, defaultWorkload } from './workloads';

const defaulters: Record<string, (spec: Json, kind: string) => Json> = {
  Service: defaultService,
  NetworkPolicy: defaultNetworkPolicy,
  Pod: defaultPod,
  Deployment: defaultWorkload,
  ReplicaSet: defaultWorkload,
  StatefulSet: defaultWorkload,
  DaemonSet: defaultWorkload,
  Job: defaultJob,
  Namespace: spec => withDefaults(spec, { finalizers: ['kubernetes'] }),
};

/** Plain texts are written, never stored. */
function completeSecret(object: KubeObject): Json {
  const plain = isJson(object.stringData) ? object.stringData : {};
  const encoded = Object.entries(plain).map(
    ([key, value]) =>
      [key, Buffer.from(String(value)).toString('base64')] as const,
  );
  const data = isJson(object.data) ? object.data : {};
  return {
    type: object.type ?? 'Opaque',
    ...(encoded.length > 0 && {
      data: { ...data, ...Object.fromEntries(encoded) },
    }),
    stringData: undefined,
  };
}

const initialStatus: Record<string, Json> = {
  Namespace: { phase: 'Active' },
  Pod: { phase: 'Pending' },
  Service: { loadBalancer: {} },
};

/** What the server fills in when the writer left it out. */
export function applyDefaults(
  object: KubeObject,
  type: ResourceType,
): KubeObject {
  const spec = isJson(object.spec) ? object.spec : {};
  const defaulter = type.custom ? undefined : defaulters[type.kind];
  const complete: KubeObject = {
    ...object,
    ...(defaulter && { spec: defaulter(spec, type.kind) }),
    ...(type.kind === 'MutatingWebhookConfiguration' &&
      object.webhooks !== undefined && {
        webhooks: defaultWebhooks(object.webhooks),
      }),
    ...(type.kind === 'Secret' && completeSecret(object)),
  };
  if (type.kind === 'RoleBinding' || type.kind === 'ClusterRoleBinding') {
    return completeBinding(complete);
  }
  if (type.kind !== 'Namespace') {
    return complete;
  }
  const labels = {
    ...object.metadata.labels,
    'kubernetes.io/metadata.name': object.metadata.name,
  };
  return { ...complete, metadata: { ...complete.metadata, labels } };
}

/** The status of an object that was just created. */
export function statusAtBirth(type: ResourceType): Json | undefined {
  return type.custom ? undefined : initialStatus[type.kind];
}
