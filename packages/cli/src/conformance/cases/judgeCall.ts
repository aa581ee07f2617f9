import {
  evaluate,
  indexWorld,
  isRecord,
  toLabels,
  toRecord,
  toRecords,
  toText,
  type CallRequest,
  type CallToken,
  type Verdict,
  type WorldOptions,
} from '@meshwright/plugin-mesh-common/evaluate';
import { compare, need, needNumber, policiesOf } from '../readCase';
import type { Difference, Json } from '../types';

/** Cases with objects, a request and a decision. */
export function judgeCall(file: Json, item: Json): Difference | undefined {
  const world = indexWorld(policiesOf(file, item), worldOptions(file, item));
  const request = toRequest(need(item, 'request'), item);
  const verdict = evaluate(world, request);
  return compare(item, toFound(item, request, verdict));
}

function worldOptions(file: Json, item: Json): WorldOptions {
  const mesh = toRecord(file.mesh);
  return {
    rootNamespace: toText(file.rootNamespace) ?? 'istio-system',
    trustDomain: toText(file.trustDomain) ?? 'cluster.local',
    istio: toText(item.since) ?? toText(mesh.istio),
    envoy: toText(mesh.envoy),
  };
}

function toRequest(request: Json, item: Json): CallRequest {
  const source = toRecord(request.source);
  const destination = need(request, 'destination');
  const service = toText(destination.service);
  const namespace = toText(destination.namespace) ?? '';
  const gateway = /gateway/.test(service ?? '');
  return {
    source: {
      namespace: toText(source.namespace) ?? '',
      labels: {},
      inMesh: opensOf(request, gateway) !== 'plaintext',
      principal: toText(source.principal),
      ip: toText(source.ip) ?? addressOf(request),
      remoteIp: toText(source.remoteIp),
      opens: opensOf(request, gateway),
    },
    destination: {
      namespace,
      labels: toLabels(destination.labels),
      inMesh: true,
      gateway,
      ip: toText(destination.ip),
      port: needNumber(destination, 'port'),
      servicePort: Number(destination.servicePort) || undefined,
      service: service && `${service}.${namespace}`,
      protocol: protocolOf(request, destination),
      addressedBy: destination.addressedBy === 'pod' ? 'pod' : undefined,
    },
    http: httpOf(request),
    sni: toText(request.sni),
    externalAuthorizer:
      toRecord(item.expect).extAuthzCalled === undefined
        ? undefined
        : authorizerOf(request),
  };
}

/** Where clients stand whose address a case leaves out. */
function addressOf({ client }: Json): string {
  return client === 'mtls' ? '10.99.0.3' : '10.99.0.2';
}

function opensOf(
  { client, mtls }: Json,
  gateway: boolean,
): CallRequest['source']['opens'] {
  if (client === 'mtls') return 'mutual-tls';
  if (client === 'plaintext') return 'plaintext';
  if (!gateway) return 'auto';
  return mtls ? 'mutual-tls' : 'plaintext';
}

function protocolOf(
  request: Json,
  destination: Json,
): CallRequest['destination']['protocol'] {
  const declared =
    destination.protocol === undefined
      ? request.protocol
      : destination.protocol;
  switch (declared) {
    case 'http':
    case 'http2':
    case 'grpc':
    case 'tcp':
      return declared;
    case 'https':
      return 'tls';
    default:
      return 'unknown';
  }
}

function httpOf(request: Json): CallRequest['http'] {
  if (request.method === undefined) return undefined;
  const tokens = [
    ...toRecords(request.jwts),
    ...(isRecord(request.jwt) ? [request.jwt] : []),
  ];
  return {
    method: toText(request.method),
    path: toText(request.path),
    host: toText(request.host),
    headers: headersOf(request.headers),
    tokens: tokens.map(toToken),
  };
}

function headersOf(headers: unknown): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(toRecord(headers)).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(String) : String(value),
    ]),
  );
}

function toToken(token: Json): CallToken {
  return {
    location: toText(token.location) ?? '',
    prefix: toText(token.prefix) ?? 'Bearer ',
    claims: toRecord(token.claims),
    expired: token.expired === true || hasExpired(toRecord(token.claims)),
  };
}

/** Cases say when a token ends; it is long past, or far in the future. */
function hasExpired({ exp }: Json): boolean {
  return typeof exp === 'number' && exp < Date.UTC(2026, 0) / 1000;
}

function authorizerOf({ headers }: Json): 'allow' | 'deny' {
  return toRecord(headers)['x-ext-authz'] === 'allow' ? 'allow' : 'deny';
}

function toFound(item: Json, request: CallRequest, verdict: Verdict): Json {
  const expected = toRecord(item.expect);
  const { decision, layer, refusal, mtls, decidedBy, httpStatus } = verdict;
  const compareStatus =
    typeof expected.httpStatus === 'number' &&
    request.destination.protocol !== 'grpc' &&
    layer !== 'transport';
  const { namespace = '' } = decidedBy ?? {};
  const layers: Record<string, string> = {
    'authorization-policy': 'rbac',
    'request-authentication': 'jwt',
    transport: refusal === 'tls-to-plaintext' ? 'connection' : 'transport',
  };
  return {
    decision,
    mtls: mtls === 'mutual-tls',
    ...(layers[layer] ? { layer: layers[layer] } : {}),
    ...(compareStatus ? { httpStatus } : {}),
    ...(layer === 'authorization-policy'
      ? { decidedBy: decidedBy ? `ns[${namespace}` : 'none' }
      : {}),
  };
}
