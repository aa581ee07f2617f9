import { isError, toError } from '@backstage/errors';
import { describeApiError } from './describeApiError';

/** OpenSSL and Node on a certificate that nobody vouches for. */
const UNTRUSTED = [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** Whether whoever answers shows a certificate that is not trusted. */
export function isUntrusted(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: unknown } };
  return UNTRUSTED.includes(String(cause?.code));
}

/** The certificate of a server is not trusted: asking again is no use. */
export class UntrustedServerError extends Error {
  constructor(error: unknown) {
    super(
      `its certificate is not trusted (${describeApiError(
        error,
      )}). If the certificate or its authority was renewed, put the new authority into the kubeconfig; it is read again by itself`,
    );
    this.name = 'UntrustedServerError';
  }
}

/** Says of a connection that failed which proxy it was to go through. */
export function blameProxy(error: unknown, proxy: string): Error {
  const [, code] = /^Proxy response \((\d+)\)/.exec(findRoot(error)) ?? [];
  const reason = code ? `it answered HTTP ${code}` : describeApiError(error);
  // In the shape of the HTTP client, so that it is still tried again.
  return new TypeError('fetch failed', {
    cause: new Error(`through the proxy '${proxy}': ${reason}`),
  });
}

/** The message of the first cause of all. */
function findRoot(error: unknown): string {
  let root = error;
  while (isError(root) && root.cause) {
    root = root.cause;
  }
  return toError(root).message;
}
