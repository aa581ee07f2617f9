import { toText } from '../evaluate/readJson';
import type { ViewProtocol } from './workloadView';

const PROTOCOLS = new Map<string, ViewProtocol>([
  ['http', 'http'],
  ['kubernetes.io/ws', 'http'],
  ['http2', 'http2'],
  ['kubernetes.io/h2c', 'http2'],
  ['grpc', 'grpc'],
  ['grpc-web', 'grpc'],
  ['tcp', 'tcp'],
  ['mongo', 'tcp'],
  ['mysql', 'tcp'],
  ['redis', 'tcp'],
  ['tls', 'tls'],
  ['https', 'tls'],
  ['kubernetes.io/wss', 'tls'],
]);

/**
 * The protocol that a mesh takes a port of a Service for: `appProtocol`, else
 * the beginning of its name; `unknown` where it looks at the bytes.
 *
 * Source: Istio, "Protocol Selection".
 *
 * @public
 */
export function readPortProtocol(port: {
  appProtocol?: unknown;
  name?: unknown;
}): ViewProtocol {
  const name = toText(port.name)?.toLowerCase() ?? '';
  const word =
    toText(port.appProtocol)?.toLowerCase() ??
    (/^grpc-web(-|$)/.test(name) ? 'grpc-web' : name.split('-')[0]);
  return PROTOCOLS.get(word) ?? 'unknown';
}
