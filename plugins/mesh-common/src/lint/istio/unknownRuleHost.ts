import { toText } from '../../evaluate/readJson';
import type { ObjectRule } from '../types';
import { findMeshHost, indexMeshHosts } from './context/meshHosts';
import { fullName, groups, namespaceOf, specOf } from './context/objects';

/** Its settings, mutual TLS among them, hold for nobody. */
export const unknownRuleHost: ObjectRule = {
  code: 'MW2174',
  severity: 'warning',
  summary: 'DestinationRules are for hosts that the mesh knows',
  aliases: ['IST0174', 'KIA0202'],
  check: context => {
    if (!context.options.complete) return [];
    const hosts = context.derive(indexMeshHosts);
    return context
      .ofKind('DestinationRule', groups.networking)
      .flatMap(object => {
        const { exportTo, ...spec } = specOf(object);
        const host = toText(spec.host) ?? '';
        const namespace = namespaceOf(object);
        return findMeshHost(hosts, host, { namespace, exportTo })
          ? []
          : [
              {
                object,
                path: 'spec/host',
                message: `DestinationRule ${fullName(
                  object,
                )} is for '${host}', which no Service and no ServiceEntry serves, so it does nothing. Correct the host; a short name means the namespace of the rule.`,
              },
            ];
      });
  },
};
