import type { ObjectRule } from '../types';
import { listUnverifiedTls } from './context/clientTls';
import { fullName } from './context/objects';

/** Encrypted, but perhaps with the wrong server. */
export const noServerVerification: ObjectRule = {
  code: 'MW2128',
  severity: 'warning',
  summary: 'Who starts TLS checks the certificate of the server',
  aliases: ['IST0128'],
  check: context =>
    context
      .derive(listUnverifiedTls)
      .filter(({ port }) => port === undefined)
      .map(({ object, path, mode, host }) => ({
        object,
        path,
        message: `DestinationRule ${fullName(
          object,
        )} starts TLS (${mode}) with '${host}' and believes any certificate: ${path} has no caCertificates. Set it, for public hosts to 'system'.`,
      })),
};
