import { toLabels, toRecord, toRecords, toText } from '../../evaluate/readJson';
import type { MeshObject } from '../../objects';
import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { isOurs } from './read/ours';

/** Between the client and the gateway anybody can read and write. */
export const gatewayPlaintext: ObjectRule = {
  code: 'MW2050',
  severity: 'warning',
  summary: 'Gateways take TLS only',
  aliases: ['SEG-GW-PLAINTEXT'],
  check: context =>
    context
      .ofKind('Gateway', 'networking.istio.io')
      .flatMap(object => checkGateway(context, object)),
};

function checkGateway(context: LintContext, object: MeshObject): RuleFinding[] {
  const spec = toRecord(object.spec);
  const isInternal = Object.values(toLabels(spec.selector)).some(value =>
    /internal|egress/.test(value),
  );
  return toRecords(spec.servers).flatMap((server, index) => {
    const protocol = toText(toRecord(server.port).protocol)?.toUpperCase();
    const tls = toRecord(server.tls);
    if (!protocol || !/^(HTTP|HTTP2|GRPC|GRPC-WEB)$/.test(protocol)) return [];
    if (tls.httpsRedirect === true || tls.mode !== undefined) return [];
    return [
      {
        object,
        path: `spec/servers[${index}]/port`,
        severity: isInternal ? ('info' as const) : undefined,
        message: `The server speaks ${protocol} without TLS${
          isInternal ? ' (behind an application gateway that may be meant)' : ''
        }: requests and tokens go in plaintext. ${advise(context, object)}`,
      },
    ];
  });
}

/** Ours is not to be edited: it is written again from the configuration. */
function advise(context: LintContext, object: MeshObject): string {
  return isOurs(context, object)
    ? 'No certificate is configured for this gateway: name its secret as `tlsCredential` of the gateway in `mesh.clusters`.'
    : 'Use protocol HTTPS with credentialName, and httpsRedirect on port 80.';
}
