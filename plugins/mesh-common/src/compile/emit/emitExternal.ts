import type { JsonObject } from '@backstage/types';
import type { CompiledObject } from '../../objects';
import type { ExternalHost } from '../externalHosts';
import type { Scope } from '../Scope';
import { nameFor, toObject } from '../toObject';

/**
 * Makes a host known to the proxies of one namespace, and to no others: what
 * somebody else declares about the same host is no concern of theirs.
 */
export function emitExternal(
  scope: Scope,
  namespace: string,
  external: ExternalHost,
): CompiledObject {
  const { host, edges, workloads } = external;
  return toObject(scope, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    name: nameFor('external-', host.replace(/^\*/, 'any'), host),
    namespace,
    spec: {
      hosts: [host],
      ...listAddresses(external),
      ports: external.ports.map(({ port, protocol, targetPort }) => ({
        number: port,
        name: `${protocol}-${port}`,
        protocol: protocol.toUpperCase(),
        ...(targetPort !== port && { targetPort }),
      })),
      location: 'MESH_EXTERNAL',
      ...resolve(external),
      exportTo: ['.'],
    },
    workloads,
    edges,
  });
}

function resolve({ host, addresses }: ExternalHost): JsonObject {
  if (addresses.length > 0) {
    return {
      resolution: 'STATIC',
      endpoints: addresses.map(address => ({ address })),
    };
  }
  return { resolution: host.startsWith('*') ? 'NONE' : 'DNS' };
}

/** Bytes without a name are told apart by where they go. */
function listAddresses({ addresses, ports }: ExternalHost): JsonObject {
  return addresses.length > 0 &&
    ports.some(({ protocol }) => protocol === 'tcp')
    ? { addresses }
    : {};
}
