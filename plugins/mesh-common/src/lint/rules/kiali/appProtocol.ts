import { toRecord, toRecords, toText } from '../../../evaluate/readJson';
import type { ObjectRule } from '../../types';

const known = new Set([
  'grpc',
  'grpc-web',
  'hbone',
  'http',
  'http2',
  'https',
  'kubernetes.io/h2c',
  'kubernetes.io/ws',
  'kubernetes.io/wss',
  'mongo',
  'mysql',
  'redis',
  'tcp',
  'tls',
  'udp',
]);

/** What is not understood is guessed, or taken for TCP. */
export const appProtocol: ObjectRule = {
  code: 'MW2208',
  severity: 'warning',
  summary: 'Services name a protocol that Istio knows',
  aliases: ['KIA0602'],
  check: context =>
    context
      .ofKind('Service')
      .filter(({ apiVersion }) => apiVersion === 'v1')
      .flatMap(object =>
        toRecords(toRecord(object.spec).ports).flatMap((port, index) => {
          const protocol = toText(port.appProtocol);
          return protocol === undefined || known.has(protocol.toLowerCase())
            ? []
            : [
                {
                  object,
                  path: `spec/ports[${index}]/appProtocol`,
                  message: `Istio does not know the protocol '${protocol}': the port is not taken for HTTP, and rules about requests do not hold there. Use http, http2, grpc, tcp, tls or https.`,
                },
              ];
        }),
      ),
};
