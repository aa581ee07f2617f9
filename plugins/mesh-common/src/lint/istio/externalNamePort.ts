import type { ObjectRule } from '../types';
import { listUnnamedPorts } from './context/servicePorts';
import { fullName } from './context/objects';

/** A listener for TCP on every address takes the traffic of others. */
export const externalNamePort: ObjectRule = {
  code: 'MW2150',
  severity: 'warning',
  summary: 'Ports of an ExternalName Service are not plain TCP',
  aliases: ['IST0150'],
  check: context =>
    context
      .derive(listUnnamedPorts)
      .filter(({ isExternalName }) => isExternalName)
      .map(({ object, path, name, port }) => ({
        object,
        path,
        message: `Port ${port}${
          name ? ` ('${name}')` : ''
        } of ExternalName Service ${fullName(
          object,
        )} is plain TCP, and proxies then catch all calls to that port. Name it by its protocol, like 'https' or 'tls'.`,
      })),
};
