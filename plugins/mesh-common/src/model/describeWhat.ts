import type { Operation, WorkloadPort } from './types';

const WORDS = {
  http: 'HTTP',
  http2: 'HTTP/2',
  grpc: 'gRPC',
  tcp: 'TCP',
  tls: 'TLS',
};

/**
 * What an edge is about, for a person: `GET /items/{id}`, `TCP 5432`.
 *
 * @public
 */
export function describeWhat(
  ports: WorkloadPort[],
  operation?: Operation,
): string {
  if (operation?.methods || operation?.paths) {
    const methods = operation.methods?.join(', ');
    return [methods ?? 'any method', operation.paths?.join(', ')]
      .filter(Boolean)
      .join(' ');
  }
  return ports.length > 0
    ? ports.map(port => `${WORDS[port.protocol]} ${port.port}`).join(', ')
    : 'no ports';
}
