import type { Json } from '../schema/node';
import type { Findings } from './Findings';
import { toItems, toMessages, toName, toString } from './read';

export const serverModes = [
  'PASSTHROUGH',
  'SIMPLE',
  'MUTUAL',
  'AUTO_PASSTHROUGH',
  'ISTIO_MUTUAL',
  'OPTIONAL_MUTUAL',
];

const versions = ['TLS_AUTO', 'TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3'];

const ciphers = new Set([
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'AES256-SHA',
  'DES-CBC3-SHA',
  'ALL',
  '',
]);

/** Expressions about ciphers start with a sign and are not looked at. */
const isCipher = (name: string) =>
  ciphers.has(name) || !/^[\p{L}\p{N}]/u.test(name);

/** Checks how a server does TLS. */
export function checkServerTls(tls: Json, out: Findings): void {
  const mode = toName(tls.mode, serverModes);
  const has = (field: string) => toString(tls[field]) !== '';
  const lists = (field: string) => toItems(tls[field]).length > 0;
  checkCiphers(tls, out);
  if (mode === 'ISTIO_MUTUAL') {
    checkIstioMutual(tls, out);
    return;
  }
  const passes = mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH';
  const sources = [
    has('serverCertificate') && has('privateKey'),
    has('credentialName'),
    lists('credentialNames'),
    lists('tlsCertificates'),
  ];
  const alone = ['caCrl', 'serverCertificate', 'privateKey', 'caCertificates'];
  if (passes && (sources.some(Boolean) || alone.some(has))) {
    out.warn(`${mode} mode does not use certificates, they will be ignored`);
  }
  if (sources.filter(Boolean).length > 1) {
    out.error(
      'only one of credential_name, credential_names, server_certificate/private_key, tls_certificates should be specified',
    );
  }
  const remote = has('credentialName') || lists('credentialNames');
  if (!passes && remote) return;
  if (!passes) checkCertificates(tls, mode, out);
  if (!has('caCrl')) return;
  if (has('credentialName')) {
    out.error(
      'CRL is not supported with credentialName. CRL has to be specified in the credential',
    );
  }
  if (mode === 'SIMPLE') out.error('CRL is not supported with SIMPLE TLS');
}

function checkCiphers(tls: Json, out: Findings): void {
  const suites = toItems(tls.cipherSuites);
  const least = toName(tls.minProtocolVersion, versions);
  if ((least === 'TLSV1_0' || least === 'TLSV1_1') && suites.length === 0) {
    out.warn(
      'TLS version below TLSV1_2 require setting compatible ciphers as by default they no longer include compatible ciphers.',
    );
  }
  const show = (names: Iterable<string>) =>
    `[${[...new Set(names)].sort().join(' ')}]`;
  const wrong = suites.filter(name => !isCipher(name));
  const seen = new Set<string>();
  const twice = suites.filter(name => {
    const known = isCipher(name) && seen.has(name);
    seen.add(name);
    return known;
  });
  if (wrong.length > 0) {
    out.warn(`ignoring invalid cipher suites: ${show(wrong)}`);
  }
  if (twice.length > 0) {
    out.warn(`ignoring duplicate cipher suites: ${show(twice)}`);
  }
}

const notWithIstio: Readonly<Record<string, string>> = {
  serverCertificate: 'server certificate',
  privateKey: 'private key',
  caCertificates: 'CA bundle',
  tlsCertificates: 'tlsCertificates',
  credentialName: 'credentialName',
  credentialNames: 'credentialNames',
};

function checkIstioMutual(tls: Json, out: Findings): void {
  for (const [field, name] of Object.entries(notWithIstio)) {
    if (toString(tls[field]) !== '' || toItems(tls[field]).length > 0) {
      out.error(`ISTIO_MUTUAL TLS cannot have associated ${name}`);
    }
  }
}

function checkCertificates(tls: Json, mode: string, out: Findings): void {
  const subject = mode === 'SIMPLE' ? 'SIMPLE TLS' : 'MUTUAL TLS';
  if (mode !== 'SIMPLE' && toString(tls.caCertificates) === '') {
    out.error(`${subject} requires a client CA bundle`);
  }
  const listed = toMessages(tls.tlsCertificates);
  if (listed.length > 2) {
    out.warn(`${subject} can support up to 2 server certificates`);
  }
  for (const certificate of listed.length > 0 ? listed : [tls]) {
    if (toString(certificate?.serverCertificate) === '') {
      out.error(`${subject} requires a server certificate`);
    }
    if (toString(certificate?.privateKey) === '') {
      out.error(`${subject} requires a private key`);
    }
  }
}
