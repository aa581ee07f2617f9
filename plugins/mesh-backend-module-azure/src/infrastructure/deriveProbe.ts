import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';

export type Probe = {
  host: string;
  path: string;
  /** Whether we publish the host for this alone. */
  isOurs: boolean;
};

/**
 * How the application gateway finds out over TLS whether the internal gateway
 * is well; undefined when it asks in plain HTTP.
 *
 * Below a wildcard there is a host for it that the certificate covers. A
 * single host is its own probe: any answer of the gateway will do.
 */
export function deriveProbe(
  spec: Pick<MeshClusterSpec, 'edge'>,
): Probe | undefined {
  const { edge } = spec;
  if (edge?.backend !== 'https') {
    return undefined;
  }
  const wildcard = edge.hosts.find(host => host.startsWith('*.'));
  return wildcard
    ? {
        host: `meshwright-probe${wildcard.slice(1)}`,
        path: '/ready',
        isOurs: true,
      }
    : { host: edge.hosts[0], path: '/', isOurs: false };
}
