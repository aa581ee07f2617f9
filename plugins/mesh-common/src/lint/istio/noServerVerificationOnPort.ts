import type { ObjectRule } from '../types';
import { listUnverifiedTls } from './context/clientTls';
import { fullName } from './context/objects';

/** Settings of a port replace those of the rule, the certificates too. */
export const noServerVerificationOnPort: ObjectRule = {
  code: 'MW2129',
  severity: 'warning',
  summary: 'Who starts TLS to one port checks the certificate of the server',
  aliases: ['IST0129'],
  check: context =>
    context
      .derive(listUnverifiedTls)
      .filter(({ port }) => port !== undefined)
      .map(({ object, path, mode, host, port }) => ({
        object,
        path,
        message: `DestinationRule ${fullName(
          object,
        )} starts TLS (${mode}) with port ${port} of '${host}' and believes any certificate: ${path} has no caCertificates. Set it here too; the settings of a port inherit nothing.`,
      })),
};
