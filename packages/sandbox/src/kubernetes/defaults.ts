import { isJson } from './types';
import type { Json, KubeObject, ResourceType } from './types';
import { completeBinding } from './validation/core/rbac';

function withDefaults(value: unknown, defaults: Json): Json {
  return { ...defaults, ...(isJson(value) ? value : {}) };
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

function defaultService(spec: Json): Json {
  const headless = spec.clusterIP === 'None';
  return {
    ...withDefaults(spec, { type: 'ClusterIP', sessionAffinity: 'None' }),
    ...(spec.ports !== undefined && {
      ports: list(spec.ports).map(port => ({
        protocol: 'TCP',
        ...(headless ? {} : { targetPort: port.port }),
        ...port,
      })),
    }),
  };
}

function defaultNetworkPolicy(spec: Json): Json {
  const types = spec.egress ? ['Ingress', 'Egress'] : ['Ingress'];
  const rules = (value: unknown) =>
    list(value).map(rule =>
      rule.ports === undefined
        ? rule
        : {
            ...rule,
            ports: list(rule.ports).map(port =>
              withDefaults(port, { protocol: 'TCP' }),
            ),
          },
    );
  return {
    ...withDefaults(spec, { podSelector: {}, policyTypes: types }),
    ...(spec.ingress !== undefined && { ingress: rules(spec.ingress) }),
    ...(spec.egress !== undefined && { egress: rules(spec.egress) }),
  };
}

function defaultContainers(value: unknown): Json[] {
  return list(value).map(container => ({
    imagePullPolicy: 'IfNotPresent',
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    resources: {},
    ...container,
    ...(container.ports !== undefined && {
      ports: list(container.ports).map(port =>
        withDefaults(port, { protocol: 'TCP' }),
      ),
    }),
  }));
}

function defaultPod(value: unknown): Json {
  const spec = withDefaults(value, {
    restartPolicy: 'Always',
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    terminationGracePeriodSeconds: 30,
    securityContext: {},
  });
  return {
    ...spec,
    containers: defaultContainers(spec.containers),
    ...(spec.initContainers !== undefined && {
      initContainers: defaultContainers(spec.initContainers),
    }),
    ...(typeof spec.serviceAccountName === 'string' && {
      serviceAccount: spec.serviceAccountName,
    }),
  };
}

function defaultWorkload(spec: Json, kind: string): Json {
  const template = isJson(spec.template) ? spec.template : {};
  return {
    ...(kind !== 'DaemonSet' && { replicas: 1 }),
    ...(kind !== 'ReplicaSet' && { revisionHistoryLimit: 10 }),
    ...spec,
    template: { ...template, spec: defaultPod(template.spec) },
  };
}

/** Its selector and labels are the server's, as real ones make them. */
function defaultJob(spec: Json): Json {
  const template = isJson(spec.template) ? spec.template : {};
  return {
    ...withDefaults(spec, {
      backoffLimit: 6,
      completions: 1,
      parallelism: 1,
      completionMode: 'NonIndexed',
      suspend: false,
    }),
    template: { ...template, spec: defaultPod(template.spec) },
  };
}

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
