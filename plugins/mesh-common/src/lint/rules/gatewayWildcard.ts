import { toRecord, toRecords, toTexts } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';

/** A catch-all host answers for names that nobody meant to publish. */
export const gatewayWildcard: ObjectRule = {
  code: 'MW2049',
  severity: 'warning',
  summary: 'Gateways name the hosts that they serve',
  aliases: ['SEG-GW-WILDCARD'],
  check: context => [
    ...context.ofKind('Gateway', 'networking.istio.io').flatMap(object =>
      toRecords(toRecord(object.spec).servers).flatMap(({ hosts }, index) =>
        toTexts(hosts)
          .filter(host => /^([^/]+\/)?\*$/.test(host))
          .map(host => ({
            object,
            path: `spec/servers[${index}]/hosts`,
            message: `'${host}' serves every host that anybody asks for, and conflicts with other gateways on the port. List the hosts.`,
          })),
      ),
    ),
    ...context
      .ofKind('VirtualService', 'networking.istio.io')
      .flatMap(object => {
        const spec = toRecord(object.spec);
        const isBound = toTexts(spec.gateways).some(name => name !== 'mesh');
        return isBound && toTexts(spec.hosts).includes('*')
          ? [
              {
                object,
                path: 'spec/hosts',
                message:
                  "'*' routes whatever host reaches the gateway to this service. List the hosts.",
              },
            ]
          : [];
      }),
  ],
};
