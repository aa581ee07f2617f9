import type { Node } from './schema/node';
import {
  peerAuthentication,
  requestAuthentication,
} from './schemas/authentication';
import { authorizationPolicy } from './schemas/authorizationPolicy';
import { destinationRule } from './schemas/destinationRule';
import { trafficExtension, wasmPlugin } from './schemas/extensions';
import { gateway } from './schemas/gateway';
import { envoyFilter, proxyConfig } from './schemas/proxies';
import { serviceEntry } from './schemas/serviceEntry';
import { sidecar } from './schemas/sidecar';
import { telemetry } from './schemas/telemetry';
import { virtualService } from './schemas/virtualService';
import { workloadEntry, workloadGroup } from './schemas/workload';

/** What is known about a kind of Istio. */
export type Definition = {
  group: string;
  /** The one to write. */
  version: string;
  /** Served as well, for objects of earlier days. */
  older: readonly string[];
  spec: Node;
  /** Whether there must be a spec. */
  needsSpec: boolean;
};

function define(
  group: string,
  versions: readonly [string, ...string[]],
  { spec, needsSpec = false }: { spec: Node; needsSpec?: boolean },
): Definition {
  const [version, ...older] = versions;
  return { group, version, older, spec, needsSpec };
}

const security = (spec: Node) =>
  define('security.istio.io', ['v1', 'v1beta1'], { spec });

const networking = (spec: Node, needsSpec = false) =>
  define('networking.istio.io', ['v1', 'v1beta1', 'v1alpha3'], {
    spec,
    needsSpec,
  });

const extensions = (spec: Node) =>
  define('extensions.istio.io', ['v1alpha1'], { spec, needsSpec: true });

const definitions: Readonly<Record<string, Definition>> = {
  AuthorizationPolicy: security(authorizationPolicy),
  PeerAuthentication: security(peerAuthentication),
  RequestAuthentication: security(requestAuthentication),
  DestinationRule: networking(destinationRule),
  Gateway: networking(gateway),
  ServiceEntry: networking(serviceEntry, true),
  Sidecar: networking(sidecar),
  VirtualService: networking(virtualService),
  WorkloadEntry: networking(workloadEntry, true),
  WorkloadGroup: networking(workloadGroup, true),
  EnvoyFilter: define('networking.istio.io', ['v1alpha3'], {
    spec: envoyFilter,
  }),
  ProxyConfig: define('networking.istio.io', ['v1beta1'], {
    spec: proxyConfig,
  }),
  Telemetry: define('telemetry.istio.io', ['v1', 'v1alpha1'], {
    spec: telemetry,
  }),
  TrafficExtension: extensions(trafficExtension),
  WasmPlugin: extensions(wasmPlugin),
};

/** The definition of an object's kind; undefined for kinds of others. */
export function findDefinition(object: {
  apiVersion: string;
  kind: string;
}): Definition | undefined {
  const { apiVersion, kind } = object;
  if (!Object.hasOwn(definitions, kind)) return undefined;
  const definition = definitions[kind];
  return definition && apiVersion.startsWith(`${definition.group}/`)
    ? definition
    : undefined;
}
