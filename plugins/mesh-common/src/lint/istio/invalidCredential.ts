import type { MeshObject } from '../../objects';
import { toLabels } from '../../evaluate/readJson';
import type { LintContext, ObjectRule } from '../types';
import { decodeBase64, readValidity } from './context/certificate';
import { listGatewayCredentials } from './context/gatewayCredentials';
import { fieldsOf, fullName, type Labels } from './context/objects';

/** The gateway serves nothing on such a server, or clients refuse it. */
export const invalidCredential: ObjectRule = {
  code: 'MW2161',
  severity: 'error',
  summary: 'Secrets of Gateways hold a key and a valid certificate',
  aliases: ['IST0161'],
  check: context =>
    context
      .derive(listGatewayCredentials)
      .flatMap(({ gateway, path, fullName: name, secret }) => {
        const problem = secret && findProblem(secret, context);
        return problem
          ? [
              {
                object: gateway,
                path,
                message: `Secret ${name} of Gateway ${fullName(
                  gateway,
                )} is no credential for TLS: ${problem}. Put a valid certificate into tls.crt and its key into tls.key.`,
              },
            ]
          : [];
      }),
};

function findProblem(
  secret: MeshObject,
  { options: { now } }: LintContext,
): string | undefined {
  const data = readData(secret);
  const certificate =
    data.cert && data.key
      ? data.cert
      : data['tls.crt'] && data['tls.key'] && data['tls.crt'];
  if (!certificate) return 'it has no certificate and key';
  const validity = readValidity(certificate);
  if (!validity) return 'its certificate cannot be read';
  if (now === undefined) return undefined;
  const instant = Date.parse(now);
  if (instant > validity.until) return 'its certificate has expired';
  return instant < validity.from
    ? 'its certificate is not yet valid'
    : undefined;
}

/** As texts; what manifests write as plain text wins. */
function readData(secret: MeshObject): Labels {
  const { data, stringData } = fieldsOf(secret);
  const decoded = Object.entries(toLabels(data)).map(([key, value]) => [
    key,
    new TextDecoder().decode(decodeBase64(value)),
  ]);
  return { ...Object.fromEntries(decoded), ...toLabels(stringData) };
}
