import type { Claims } from './matchClaims';
import { parseAddress, type Address } from './matchIp';
import { normalizePath } from './normalizePath';
import type { Seen, SeenHttp } from './seen';
import type { CallRequest, WorldOptions } from './types';
import { isAtLeast } from './version';

const DEFAULT_ENVOY = '1.37';

/** What JWT verification leaves behind. */
export type Verified = { claims: Claims; consumed: readonly string[] };

/** A request as the server's proxy sees it once the connection stands. */
export function deriveSeen(
  options: WorldOptions,
  request: CallRequest,
  { mtls, verified }: { mtls: boolean; verified?: Verified },
): Seen {
  const { source, destination } = request;
  const sourceIp = toAddress(source.ip);
  return {
    identities: mtls ? identitiesOf(options, request) : [],
    sourceIp,
    remoteIp: toAddress(source.remoteIp) ?? forwardedFor(request) ?? sourceIp,
    destinationIp: toAddress(destination.ip),
    port: destination.port,
    sni: deriveSni(request, mtls),
    http: isHttp(request) ? deriveHttp(options, request, verified) : undefined,
    separateHeaders: isAtLeast(options.envoy ?? DEFAULT_ENVOY, '1.40'),
  };
}

/** Whether the proxy judges HTTP: declared, or found out from the bytes. */
export function isHttp({ destination, http }: CallRequest): boolean {
  switch (destination.protocol) {
    case 'http':
    case 'http2':
    case 'grpc':
      return true;
    case 'unknown':
      return http !== undefined;
    default:
      return false;
  }
}

function identitiesOf(
  options: WorldOptions,
  { source }: CallRequest,
): string[] | undefined {
  if (source.principal !== undefined) return [`spiffe://${source.principal}`];
  if (source.serviceAccount === undefined) return undefined;
  return [
    `spiffe://${options.trustDomain}/ns/${source.namespace}/sa/${source.serviceAccount}`,
  ];
}

/** The last hop that a header names: proxies at the server trust it. */
function forwardedFor({ http }: CallRequest): Address | undefined {
  const entry = Object.entries(http?.headers ?? {}).find(
    ([name]) => name.toLowerCase() === 'x-forwarded-for',
  );
  const last = entry && [entry[1]].flat().join(',').split(',').pop();
  return last === undefined ? undefined : parseAddress(last.trim());
}

function deriveSni(request: CallRequest, mtls: boolean): string | undefined {
  if (request.sni !== undefined) return request.sni.toLowerCase();
  const { service, servicePort } = request.destination;
  if (!mtls) return '';
  return service === undefined || servicePort === undefined
    ? undefined
    : `outbound_.${servicePort}_._.${service}.svc.cluster.local`;
}

function deriveHttp(
  options: WorldOptions,
  { http = {} }: CallRequest,
  { claims, consumed }: Verified = { claims: null, consumed: [] },
): SeenHttp {
  const headers = new Map<string, string[]>();
  for (const [name, value] of Object.entries(http.headers ?? {})) {
    const key = name.toLowerCase();
    if (consumed.includes(key)) continue;
    headers.set(key, [...(headers.get(key) ?? []), ...[value].flat()]);
  }
  if (http.host !== undefined) {
    headers.set('host', [http.host]);
    headers.set(':authority', [http.host]);
  }
  if (http.method !== undefined) headers.set(':method', [http.method]);
  return {
    method: http.method,
    path:
      http.path === undefined
        ? undefined
        : normalizePath(http.path, options.pathNormalization ?? 'BASE'),
    host: http.host,
    headers,
    claims,
  };
}

function toAddress(text: string | undefined): Address | undefined {
  return text === undefined ? undefined : parseAddress(text);
}
