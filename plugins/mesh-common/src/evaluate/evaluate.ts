import { evaluateAmbient } from './ambient/evaluateAmbient';
import { deriveSeen, isHttp, UNKNOWN_TOKEN, type Verified } from './deriveSeen';
import { judgeByBook } from './evaluateAuthorization';
import {
  evaluateNetworkPolicy,
  judgeConnection,
  toEndpoint,
} from './evaluateNetworkPolicy';
import {
  evaluateTransport,
  isProxyPort,
  type TransportResult,
} from './evaluateTransport';
import { explain } from './explain';
import type { Findings } from './findings';
import type { World } from './indexWorld';
import { decide } from './decide';
import { identify, NOBODY, type Standing } from './standing';
import type { CallRequest, Verdict } from './types';
import type { TokenPolicy } from './requestAuthentication';
import { verifyTokens, type TokenResult } from './verifyTokens';
import type { WorldIndex } from './worldIndex';

/**
 * Answers whether a call may happen, by NetworkPolicy, mutual TLS,
 * RequestAuthentication and AuthorizationPolicy together. The steps of the
 * reasoning are put into words only when asked for.
 *
 * @public
 */
export function evaluate(
  world: World,
  request: CallRequest,
  options: { explain?: boolean } = {},
): Verdict {
  if (request.destination.ambient) {
    const verdict = evaluateAmbient(world.index, request);
    return options.explain ? verdict : { ...verdict, because: [] };
  }
  const findings = examine(world, request, options.explain);
  const verdict = decide(findings);
  return options.explain
    ? { ...verdict, because: explain(world.options, findings) }
    : verdict;
}

const NO_POLICIES: Findings['policies'] = [];

function examine(
  { index, standings }: World,
  request: CallRequest,
  inFull: boolean = false,
): Findings {
  const { source, destination } = request;
  const client = standings.of(source);
  const server = standings.of(destination);
  const connection = {
    source: toEndpoint(source, client.network),
    destination: toEndpoint(destination, server.network),
    port: destination.port,
  };
  const network = inFull
    ? evaluateNetworkPolicy(index.network, connection)
    : judgeConnection(index.network, connection, {
        client: client.network,
        server: server.network,
      });
  const transport = evaluateTransport(index, request, server.mtls);
  const connected: Connected = {
    request,
    network: index.options.policyEngine === false ? undefined : network,
    transport,
  };
  return isJudged(request, transport)
    ? authorize(index, connected, { client, server })
    : { ...connected, policies: NO_POLICIES };
}

/**
 * Whether policies of the server's proxy are asked. TLS that it does not end
 * is bytes like any other to the policies of a TCP port.
 */
function isJudged(request: CallRequest, transport: TransportResult): boolean {
  if (!request.destination.inMesh || isProxyPort(request)) return false;
  return transport.outcome === 'refused'
    ? transport.refusal === 'tls-to-plaintext' && !isHttp(request)
    : transport.outcome !== 'unknown';
}

type Connected = Pick<Findings, 'request' | 'network' | 'transport'>;

function authorize(
  index: WorldIndex,
  connected: Connected,
  { client, server }: { client: Standing; server: Standing },
): Findings {
  const { request, network, transport } = connected;
  const { rules, tokens: readers } = server;
  const http = isHttp(request) ? request.http : undefined;
  const tokens = http && verifyTokens(readers, http);
  const mtls = transport.outcome === 'mutual-tls';
  const { uris, caller } = mtls
    ? identify(index, client, request.source)
    : NOBODY;
  const seen = deriveSeen(index.options, request, {
    mtls,
    identities: uris,
    verified: verifiedOf(request, readers, tokens),
  });
  if (http?.path !== undefined && seen.http?.path === undefined) {
    return { ...connected, policies: NO_POLICIES, malformed: true };
  }
  if (tokens && !tokens.passes) {
    return { ...connected, policies: NO_POLICIES, tokens };
  }
  const authorization = judgeByBook(rules, seen, {
    answer: request.externalAuthorizer,
    providers: index.options.externalAuthorizers,
    caller,
  });
  const { policies } = rules;
  return { request, network, transport, policies, seen, tokens, authorization };
}

/** What is known of the token; without a reader there is none. */
function verifiedOf(
  { http }: CallRequest,
  readers: readonly TokenPolicy[],
  tokens: TokenResult | undefined,
): Verified | undefined {
  if (!http && readers.length > 0) return UNKNOWN_TOKEN;
  return tokens?.passes ? tokens : undefined;
}
