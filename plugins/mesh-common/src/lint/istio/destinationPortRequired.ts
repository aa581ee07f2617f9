import type { ObjectRule } from '../types';
import { listDestinations } from './context/destinations';
import { findMeshHost, indexMeshHosts } from './context/meshHosts';
import { fullName, groups, namespaceOf, specOf } from './context/objects';

/** Proxies do not guess among several ports. */
export const destinationPortRequired: ObjectRule = {
  code: 'MW2112',
  severity: 'error',
  summary: 'Routes to hosts with several ports name the port',
  aliases: ['IST0112'],
  check: context => {
    const hosts = context.derive(indexMeshHosts);
    return context
      .ofKind('VirtualService', groups.networking)
      .flatMap(object => {
        const namespace = namespaceOf(object);
        const { exportTo } = specOf(object);
        return listDestinations(object).flatMap(({ path, host, port }) => {
          if (port !== undefined) return [];
          const found = findMeshHost(hosts, host, { namespace, exportTo });
          return found && found.ports.length > 1
            ? [
                {
                  object,
                  path,
                  message: `${path} of VirtualService ${fullName(
                    object,
                  )} sends calls to '${host}', which has several ports (${found.ports.join(
                    ', ',
                  )}). Say which with destination.port.number.`,
                },
              ]
            : [];
        });
      });
  },
};
