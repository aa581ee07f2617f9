import { type CompiledRecord, FIELD_MANAGER, hashText } from '../../objects';
import type { Scope } from '../Scope';
import { unique } from '../toObject';

const DEFAULT_TTL = 300;
/** Azure admits little metadata on a record set. */
const MAX_ENTITIES = 200;

/** Names in the private zone, all of them to the internal gateway. */
export function emitRecords(scope: Scope): CompiledRecord[] {
  const { dnsZone: zone, dnsTtl, gateways } = scope.cluster;
  const address = gateways.internal?.address;
  if (!zone || !address) {
    return [];
  }
  return scope.hosts
    .filter(
      ({ gateway, host }) =>
        gateway === 'internal' && host.endsWith(`.${zone}`),
    )
    .map(({ host, routes }) => {
      const entities = unique(
        routes.map(route => route.workload.entityRef),
      ).join(',');
      return {
        record: {
          zone,
          name: host.slice(0, -zone.length - 1),
          type: 'A' as const,
          ttl: dnsTtl ?? DEFAULT_TTL,
          addresses: [address],
          metadata: {
            meshwright_managed_by: FIELD_MANAGER,
            meshwright_instance: scope.instance,
            meshwright_cluster: scope.cluster.name,
            meshwright_entities:
              entities.length > MAX_ENTITIES
                ? `sha256:${hashText(entities, 32)}`
                : entities,
          },
        },
        workloads: unique(routes.map(route => route.workload.key)),
      };
    });
}
