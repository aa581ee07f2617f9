import type { Claims } from './matchClaims';
import { parseAddress, type Address } from './matchIp';
import { normalizePath } from './normalizePath';
import type { Seen, SeenHttp } from './seen';
import type { CallParty, CallRequest, WorldOptions } from './types';
import { isAtLeast } from './version';

const DEFAULT_ENVOY = '1.37';

/** What JWT verification leaves behind. */
export type Verified = {
  /** Undefined when not known. */
  claims: Claims | undefined;
  consumed: readonly string[];
};

const NO_CLAIMS: Claims = null;

/** When nothing is known of a request that may carry a token. */
export const UNKNOWN_TOKEN: Verified = { claims: undefined, consumed: [] };

type Situation = {
  mtls: boolean;
  /** None without mutual TLS; undefined when not known. */
  identities?: readonly string[];
  verified?: Verified;
};

class SeenHttpCall implements SeenHttp {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly host: string | undefined;
  readonly claims: Claims | undefined;
  readonly #http: CallRequest['http'];
  readonly #consumed: readonly string[];

  constructor(
    { pathNormalization = 'BASE' }: WorldOptions,
    http: CallRequest['http'],
    verified: Verified | undefined,
  ) {
    this.method = http?.method;
    this.path =
      http?.path === undefined
        ? undefined
        : normalizePath(http.path, pathNormalization);
    this.host = http?.host;
    this.claims = verified ? verified.claims : NO_CLAIMS;
    this.#http = http;
    this.#consumed = verified?.consumed ?? [];
  }

  get headers(): ReadonlyMap<string, readonly string[]> | undefined {
    if (!this.#http) return undefined;
    const { headers: sent = {}, host, method } = this.#http;
    const headers = new Map<string, string[]>();
    for (const [name, value] of Object.entries(sent)) {
      const key = name.toLowerCase();
      if (this.#consumed.includes(key)) continue;
      headers.set(key, [...(headers.get(key) ?? []), ...[value].flat()]);
    }
    if (host !== undefined) {
      headers.set('host', [host]);
      headers.set(':authority', [host]);
    }
    if (method !== undefined) headers.set(':method', [method]);
    return headers;
  }
}

class SeenCall implements Seen {
  readonly identities: readonly string[] | undefined;
  readonly port: number;
  readonly http: SeenHttp | undefined;
  readonly #options: WorldOptions;
  readonly #request: CallRequest;
  readonly #mtls: boolean;

  constructor(
    options: WorldOptions,
    request: CallRequest,
    { mtls, identities, verified }: Situation,
  ) {
    this.identities = identities;
    this.port = request.destination.port;
    this.http = isHttp(request)
      ? new SeenHttpCall(options, request.http, verified)
      : undefined;
    this.#options = options;
    this.#request = request;
    this.#mtls = mtls;
  }

  get sourceIp(): Address | undefined {
    return toAddress(this.#request.source.ip);
  }

  get remoteIp(): Address | undefined {
    const { remoteIp } = this.#request.source;
    return toAddress(remoteIp) ?? forwardedFor(this.#request) ?? this.sourceIp;
  }

  get destinationIp(): Address | undefined {
    return toAddress(this.#request.destination.ip);
  }

  get sni(): string | undefined {
    return deriveSni(this.#request, this.#mtls);
  }

  get separateHeaders(): boolean {
    return isAtLeast(this.#options.envoy ?? DEFAULT_ENVOY, '1.40');
  }
}

/**
 * A request as the server's proxy sees it once the connection stands. What
 * policies rarely look at is derived when one does.
 */
export function deriveSeen(
  options: WorldOptions,
  request: CallRequest,
  situation: Situation,
): Seen {
  return new SeenCall(options, request, situation);
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

/** SPIFFE URIs of a party's certificate; undefined when not known. */
export function identitiesOf(
  { trustDomain }: WorldOptions,
  { principal, namespace, serviceAccount }: CallParty,
): readonly string[] | undefined {
  if (principal !== undefined) return [`spiffe://${principal}`];
  return serviceAccount === undefined
    ? undefined
    : [`spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`];
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

function toAddress(text: string | undefined): Address | undefined {
  return text === undefined ? undefined : parseAddress(text);
}
