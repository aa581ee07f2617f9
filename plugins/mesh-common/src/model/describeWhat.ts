import type { Operation, WorkloadPort } from './types';

const WORDS = {
  http: 'HTTP',
  http2: 'HTTP/2',
  grpc: 'gRPC',
  tcp: 'TCP',
  tls: 'TLS',
};

/** So many operations, and paths of each, are named. */
const MAX_NAMED = 3;

/**
 * What an edge is about, for a person: `GET /items/{id}`, `TCP 5432`.
 *
 * @public
 */
export function describeWhat(
  ports: WorkloadPort[],
  operations?: Operation[],
): string {
  if (operations && operations.length > 0) {
    return shorten(operations.map(describeOperation), '; ');
  }
  return ports.length > 0
    ? ports.map(port => `${WORDS[port.protocol]} ${port.port}`).join(', ')
    : 'no ports';
}

function describeOperation({ methods, paths }: Operation): string {
  return [
    methods?.join(', ') ?? 'any method',
    ...(paths ? [shorten(paths, ', ')] : []),
  ].join(' ');
}

function shorten(parts: string[], separator: string): string {
  const more = parts.length - MAX_NAMED;
  return more > 0
    ? `${parts.slice(0, MAX_NAMED).join(separator)} and ${more} more`
    : parts.join(separator);
}
