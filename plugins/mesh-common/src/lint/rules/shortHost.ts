import { toRecord, toText } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';

/** A short name is completed by the namespace of the object, not the Service. */
export const shortHost: ObjectRule = {
  code: 'MW2070',
  severity: 'info',
  summary: 'DestinationRules name hosts in full',
  aliases: ['SEG-SHORT-HOST'],
  check: context =>
    context.ofKind('DestinationRule', 'networking.istio.io').flatMap(object => {
      const host = toText(toRecord(object.spec).host) ?? '';
      return host === '' || host.includes('.') || host.includes('*')
        ? []
        : [
            {
              object,
              path: 'spec/host',
              message: `'${host}' means '${host}.${object.metadata.namespace}.svc.cluster.local', whoever calls; and callers with a rule of their own for the host ignore this one altogether. Write the name in full, and keep one rule per host.`,
            },
          ];
    }),
};
