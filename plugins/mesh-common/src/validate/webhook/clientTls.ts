import type { Findings } from './Findings';
import { isSet, toMessage, toName, toString } from './read';

const modes = ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'];
const CONFIG_MAP = 'configmap://';

/** Checks how clients do TLS. */
export function checkClientTls(
  given: unknown,
  namespace: string,
  out: Findings,
): void {
  const tls = toMessage(given);
  if (!tls) return;
  const has = (...fields: string[]) =>
    fields.some(field => toString(tls[field]) !== '');
  const mode = toName(tls.mode, modes);
  out.error(findConfigMapProblem(toString(tls.credentialName), namespace));
  if (tls.insecureSkipVerify === true) {
    out.error(findSkipProblem(mode, has, isSet(tls.subjectAltNames)));
  }
  if (has('credentialName') && (mode === 'SIMPLE' || mode === 'MUTUAL')) {
    if (has('clientCertificate', 'caCertificates', 'privateKey', 'caCrl')) {
      out.error(
        'cannot specify client certificates or CA certificate or CA CRL If credentialName is set',
      );
    }
    return;
  }
  if (mode !== 'MUTUAL') return;
  if (!has('clientCertificate')) {
    out.error('client certificate required for mutual tls');
  }
  if (!has('privateKey')) out.error('private key required for mutual tls');
}

function findConfigMapProblem(
  credential: string,
  namespace: string,
): string | undefined {
  if (!credential.startsWith(CONFIG_MAP)) return undefined;
  const start = 'invalid configmap:// credentialName:';
  const parts = credential.slice(CONFIG_MAP.length).split('/');
  const missing =
    parts.length < 2
      ? 'namespace and name'
      : ['namespace', 'name'].find((_, at) => parts[at] === '');
  if (missing) {
    return `${start} invalid resource name "${credential}". Expected ${missing}`;
  }
  return parts[0] === namespace
    ? undefined
    : `${start} namespace must match the configuration namespace "${namespace}"`;
}

/** What is wrong with not looking at the certificate of a server. */
function findSkipProblem(
  mode: string,
  has: (...fields: string[]) => boolean,
  hasNames: boolean,
): string | undefined {
  if (mode === 'SIMPLE') {
    return has('caCertificates', 'credentialName') || hasNames
      ? 'cannot specify CaCertificates or CredentialName or SubjectAltNames when InsecureSkipVerify is set true'
      : undefined;
  }
  return mode === 'MUTUAL' && (has('caCertificates') || hasNames)
    ? 'cannot specify CaCertificates or SubjectAltNames when InsecureSkipVerify is set true'
    : undefined;
}
