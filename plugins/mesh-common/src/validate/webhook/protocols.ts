const http = ['http', 'http2', 'http_proxy', 'grpc', 'grpc-web'];
const tls = ['https', 'tls'];
const tcp = ['tcp', ...tls, 'mongo', 'redis', 'mysql'];
const known = new Set([...http, ...tcp, 'udp']);

/** Whether a protocol is one of HTTP without TLS. */
export function isHttp(protocol: string): boolean {
  return http.includes(protocol.toLowerCase());
}

/** Whether a protocol is on top of TLS. */
export function isTls(protocol: string): boolean {
  return tls.includes(protocol.toLowerCase());
}

/** Whether all that a proxy sees of a protocol is a stream. */
export function isTcp(protocol: string): boolean {
  return tcp.includes(protocol.toLowerCase());
}

export function isKnownProtocol(protocol: string): boolean {
  return known.has(protocol.toLowerCase());
}

/** What is wrong with a protocol that may be left out. */
export function findProtocolProblem(protocol: string): string | undefined {
  return protocol === '' || isKnownProtocol(protocol)
    ? undefined
    : `unsupported protocol: ${protocol}`;
}
