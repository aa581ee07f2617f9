import {
  boolean,
  list,
  map,
  nullable,
  object,
  oneOf,
  since,
  text,
  uint32,
} from '../schema/build';
import { atMostOne, texts } from './shared';

const version = oneOf('TLS_AUTO', 'TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3');

/** How a server of a Gateway or of a Sidecar does TLS. */
export const serverTls = object(
  {
    alpnProtocols: since('1.32', texts),
    caCertCredentialName: text(),
    caCertificates: text(),
    caCrl: text(),
    cipherSuites: texts,
    credentialName: text(),
    credentialNames: list(text(), { min: 1, max: 2 }),
    ecdhCurves: since('1.32', texts),
    httpsRedirect: boolean,
    insecureSkipVerify: since('1.31', nullable(boolean)),
    maxProtocolVersion: version,
    minProtocolVersion: version,
    mode: oneOf(
      'PASSTHROUGH',
      'SIMPLE',
      'MUTUAL',
      'AUTO_PASSTHROUGH',
      'ISTIO_MUTUAL',
      'OPTIONAL_MUTUAL',
    ),
    privateKey: text(),
    serverCertificate: text(),
    subjectAltNames: texts,
    tlsCertificates: list(
      object({
        caCertificates: text(),
        privateKey: text(),
        serverCertificate: text(),
      }),
      { min: 1, max: 2 },
    ),
    verifyCertificateHash: texts,
    verifyCertificateSpki: texts,
  },
  {
    rules: [
      atMostOne(
        ['tlsCertificates', 'credentialNames'],
        'only one of credentialNames or tlsCertificates can be set',
      ),
      atMostOne(
        ['credentialName', 'credentialNames'],
        'only one of credentialName or credentialNames can be set',
      ),
      // The definition names another field than it looks at.
      atMostOne(
        ['credentialNames', 'tlsCertificates'],
        'only one of credentialName or tlsCertificates can be set',
      ),
    ],
  },
);

const server = object(
  {
    bind: text(),
    defaultEndpoint: text(),
    hosts: texts,
    name: text(),
    port: object(
      {
        name: text(),
        number: uint32(),
        protocol: text(),
        targetPort: uint32(),
      },
      { required: ['number', 'protocol', 'name'] },
    ),
    tls: serverTls,
  },
  { required: ['port', 'hosts'] },
);

export const gateway = object({
  selector: map(text()),
  servers: list(server),
});
