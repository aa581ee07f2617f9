import { modeOn } from './composePeerAuthentication';
import type { ServerModes } from './peerModes';
import { deriveClientTls, type ClientTls } from './clientTls';
import type { CallRequest, EffectiveMtls, Verdict } from './types';
import type { WorldIndex } from './worldIndex';

export type TransportResult = {
  outcome: Verdict['mtls'];
  refusal?: Verdict['refusal'];
  client: ClientTls;
  /** Absent when the server has no proxy, or none that the mode governs. */
  server?: EffectiveMtls;
};

/** Ports that the proxy answers on itself, outside all policies. */
const PROXY_PORTS = new Set([15020, 15021, 15090]);

/** True when a call ends at the server's proxy itself. */
export function isProxyPort({ destination }: CallRequest): boolean {
  return destination.inMesh && PROXY_PORTS.has(destination.port);
}

/** @param modes - What the server accepts */
export function evaluateTransport(
  index: WorldIndex,
  request: CallRequest,
  modes: ServerModes,
): TransportResult {
  const client = deriveClientTls(index, request, modes);
  const { destination } = request;
  if (isProxyPort(request)) return { outcome: 'plaintext', client };
  if (!destination.inMesh) return { ...withoutProxy(request, client), client };
  const server = destination.gateway
    ? undefined
    : modeOn(modes.workload, destination.port);
  const { outcome, refusal } = meet(index, request, { client, server });
  return { outcome, refusal, client, server };
}

type Outcome = Pick<TransportResult, 'outcome' | 'refusal'>;

const MUTUAL_TLS: Outcome = { outcome: 'mutual-tls' };
const PLAINTEXT: Outcome = { outcome: 'plaintext' };

function withoutProxy(
  { destination }: CallRequest,
  client: ClientTls,
): Outcome {
  if (client.opens === 'plaintext') return { outcome: 'plaintext' };
  if (client.opens === 'mutual-tls') {
    return { outcome: 'refused', refusal: 'tls-to-plaintext' };
  }
  return { outcome: destination.protocol === 'tls' ? 'plaintext' : 'unknown' };
}

function meet(
  index: WorldIndex,
  request: CallRequest,
  { client, server }: Pick<TransportResult, 'client' | 'server'>,
): Outcome {
  if (client.opens === 'mutual-tls') {
    if (server?.mode === 'DISABLE') {
      return { outcome: 'refused', refusal: 'tls-to-plaintext' };
    }
    return isForeign(index, request)
      ? { outcome: 'refused', refusal: 'foreign-identity' }
      : MUTUAL_TLS;
  }
  if (server?.mode === 'STRICT') {
    return { outcome: 'refused', refusal: 'plaintext-to-strict' };
  }
  if (client.opens === 'other-tls' && request.destination.protocol !== 'tls') {
    return { outcome: 'refused', refusal: 'tls-to-plaintext' };
  }
  return PLAINTEXT;
}

function isForeign(
  { options }: WorldIndex,
  { source: { principal } }: CallRequest,
): boolean {
  if (principal === undefined) return false;
  const domains = [options.trustDomain, ...(options.trustDomainAliases ?? [])];
  return !domains.some(domain => principal.startsWith(`${domain}/`));
}
