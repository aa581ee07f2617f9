import type { ObjectRule } from '../types';
import { listServicedDeployments } from './context/deploymentServices';
import { groupBy } from './context/groupBy';
import { listNames } from './context/listNames';
import { fullName } from './context/objects';

/** A proxy cannot speak both on one port. */
export const conflictingPortProtocols: ObjectRule = {
  code: 'MW2116',
  severity: 'warning',
  summary: 'Services of one Deployment agree on the protocol of a port',
  aliases: ['IST0116'],
  check: context =>
    context.derive(listServicedDeployments).flatMap(({ object, ports }) =>
      [...groupBy(ports, ({ port }) => port)]
        .filter(([, same]) => new Set(same.map(item => item.protocol)).size > 1)
        .map(([port, same]) => ({
          object,
          path: 'metadata/name',
          message: `Services in front of Deployment ${fullName(
            object,
          )} give port ${port} different protocols: ${listNames(
            same.map(({ service }) => fullName(service)),
          )}. Give the port one protocol.`,
        })),
    ),
};
