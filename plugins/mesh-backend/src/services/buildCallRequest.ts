import { InputError } from '@backstage/errors';
import type {
  AskRequest,
  CallParty,
  CallRequest,
  MeshObject,
  Workload,
  WorkloadPort,
} from '@meshwright/plugin-mesh-common';
import type { JsonObject, JsonValue } from '@backstage/types';
import { isMatch } from 'lodash';
import { isRunningPod } from './findUndeclaredPods';

const httpProtocols = ['http', 'http2', 'grpc'];

/** The call that a question is about, between pods that run now. */
export function buildCallRequest(options: {
  request: AskRequest;
  from: Workload;
  to: Workload;
  /** Live objects of the cluster; empty when it does not answer. */
  objects: readonly MeshObject[];
}): CallRequest {
  const { request, from, to, objects } = options;
  const port = findPort(to, request.port);
  return {
    source: describeParty(from, objects),
    destination: {
      ...describeParty(to, objects),
      port: port.targetPort,
      servicePort: port.port,
      protocol: port.protocol,
      ...(to.service && { service: `${to.service}.${to.namespace}` }),
    },
    ...(httpProtocols.includes(port.protocol) && {
      http: {
        method: (request.method ?? 'GET').toLocaleUpperCase('en-US'),
        path: request.path ?? '/',
        ...(to.service && { host: `${to.service}.${to.namespace}` }),
        headers: request.headers,
      },
    }),
  };
}

function findPort(
  { entityRef, ports }: Workload,
  wanted: AskRequest['port'],
): WorkloadPort {
  if (wanted === undefined) {
    const [first] = ports;
    if (!first) {
      throw new InputError(`'${entityRef}' declares no port; name one`);
    }
    return first;
  }
  const port = ports.find(
    ({ name, port: number, targetPort }) =>
      name === wanted ||
      number === Number(wanted) ||
      targetPort === Number(wanted),
  );
  if (port) {
    return port;
  }
  const number = Number(wanted);
  if (!Number.isInteger(number) || number < 1 || number > 65535) {
    throw new InputError(
      `'port' is '${wanted}'; '${entityRef}' has ${
        ports.map(({ name }) => `'${name}'`).join(', ') || 'none'
      }`,
    );
  }
  // Nobody declared it, which is a fair question to ask about.
  return {
    name: String(number),
    port: number,
    targetPort: number,
    protocol: 'tcp',
  };
}

function describeParty(
  workload: Workload,
  objects: readonly MeshObject[],
): CallParty {
  const { namespace, selector, serviceAccount, inMesh } = workload;
  const pod = objects.find(
    object =>
      isRunningPod(object, namespace) &&
      isMatch(object.metadata.labels ?? {}, selector),
  );
  if (!pod) {
    return { namespace, labels: selector, serviceAccount, inMesh };
  }
  const account = pod.spec?.serviceAccountName;
  const ip = pod.status?.podIP;
  return {
    namespace,
    labels: pod.metadata.labels ?? {},
    serviceAccount: typeof account === 'string' ? account : 'default',
    inMesh: hasProxy(pod),
    ...(typeof ip === 'string' && { ip }),
  };
}

/** True when the pod has the proxy, as container or as native sidecar. */
function hasProxy(pod: MeshObject): boolean {
  return ['containers', 'initContainers'].some(list =>
    asList(pod.spec?.[list]).some(
      container => (container as JsonObject)?.name === 'istio-proxy',
    ),
  );
}

function asList(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value.filter(item => item !== undefined) : [];
}
