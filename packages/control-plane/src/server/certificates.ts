import { generateKeyPairSync } from 'node:crypto';
import { generate } from 'selfsigned';
import type { CertificateExtension, SelfsignedOptions } from 'selfsigned';

/** A certificate and its key, PEM. */
export type KeyedCertificate = { cert: string; key: string };

/** Who a client is to the API server. */
export type Identity = { user: string; groups?: readonly string[] };

const DAY = 24 * 60 * 60 * 1000;

async function issue(
  names: Record<string, string>[],
  extensions: CertificateExtension[],
  ca?: KeyedCertificate,
): Promise<KeyedCertificate> {
  const options: SelfsignedOptions = {
    keyType: 'ec',
    algorithm: 'sha256',
    // Clocks of two processes need not agree to the second.
    notBeforeDate: new Date(Date.now() - DAY),
    notAfterDate: new Date(Date.now() + 30 * DAY),
    extensions,
    ca,
  };
  const { cert, private: key } = await generate(names, options);
  return { cert, key };
}

const commonName = (value: string) => ({ name: 'commonName', value });

/** A certificate authority of one control plane. */
export function createAuthority(): Promise<KeyedCertificate> {
  return issue(
    [commonName('meshwright-test')],
    [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  );
}

/** For a server on loopback. */
export function createServerCertificate(
  ca: KeyedCertificate,
): Promise<KeyedCertificate> {
  return issue(
    [commonName('kube-apiserver')],
    [
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: '127.0.0.1' },
          { type: 2, value: 'localhost' },
        ],
      },
    ],
    ca,
  );
}

/** The API server reads the user from the name, groups from organizations. */
export function createClientCertificate(
  ca: KeyedCertificate,
  { user, groups = [] }: Identity,
): Promise<KeyedCertificate> {
  return issue(
    [
      ...groups.map(value => ({ name: 'organizationName', value })),
      commonName(user),
    ],
    [
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', clientAuth: true },
    ],
    ca,
  );
}

/** Signs the tokens of ServiceAccounts. */
export function createTokenKey(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
