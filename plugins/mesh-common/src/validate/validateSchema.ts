import type { MeshObject } from '../objects';
import type { Schema } from './schema';
import {
  destinationRule,
  envoyFilter,
  proxyConfig,
  serviceEntry,
  workloadEntry,
  workloadGroup,
} from './schemas/networking';
import { telemetry, wasmPlugin } from './schemas/others';
import {
  authorizationPolicy,
  peerAuthentication,
  requestAuthentication,
} from './schemas/security';
import type { Validation } from './types';

const schemas: Readonly<Record<string, Schema>> = {
  AuthorizationPolicy: authorizationPolicy,
  DestinationRule: destinationRule,
  EnvoyFilter: envoyFilter,
  PeerAuthentication: peerAuthentication,
  ProxyConfig: proxyConfig,
  RequestAuthentication: requestAuthentication,
  ServiceEntry: serviceEntry,
  Telemetry: telemetry,
  WasmPlugin: wasmPlugin,
  WorkloadEntry: workloadEntry,
  WorkloadGroup: workloadGroup,
};

/** Kinds whose definition says that there must be a spec. */
const withSpec = new Set(['ServiceEntry', 'WorkloadEntry', 'WorkloadGroup']);

/**
 * What an API server says to an object of Istio, in its words: the rules of
 * the custom resource definitions that have a meaning for people. Undefined
 * for other kinds. Fields that no rule is about are not looked at.
 *
 * @public
 */
export function validateSchema(object: MeshObject): Validation | undefined {
  if (!/\.istio\.io\//.test(object.apiVersion)) return undefined;
  if (!Object.hasOwn(schemas, object.kind)) return undefined;
  const schema = schemas[object.kind];
  const { spec }: { spec?: unknown } = object;
  if (!schema) return undefined;
  if (spec === undefined) {
    const errors = withSpec.has(object.kind) ? ['spec: Required value'] : [];
    return { errors, warnings: [] };
  }
  return { errors: schema(spec, 'spec'), warnings: [] };
}
