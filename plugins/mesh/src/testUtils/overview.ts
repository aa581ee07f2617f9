import type { OverviewResponse } from '@meshwright/plugin-mesh-common';
import { hours, passAt, pendingEdge } from './edges';

/** A platform with a cluster that answers and one that does not. */
export function sampleOverview(
  changes: Partial<OverviewResponse> = {},
): OverviewResponse {
  return {
    clusters: [
      {
        name: 'shop-weu',
        environment: 'production',
        state: 'managing',
        message: 'The last pass changed nothing.',
        lastPassAt: passAt,
        lastReadAt: passAt,
        changes: 0,
        failed: 0,
        dnsZone: 'mesh.internal',
        lifecycle: 'ready',
      },
      {
        name: 'shop-neu',
        environment: 'production',
        state: 'unreachable',
        message: 'shop-neu has not answered; the next pass tries again.',
        lastPassAt: hours(-2),
        changes: 0,
        failed: 0,
      },
    ],
    namespaces: [
      {
        cluster: 'shop-weu',
        namespace: 'api',
        stage: 'enforce',
        step: 'network',
        owner: 'group:default/shop',
        workloads: 1,
      },
      {
        cluster: 'shop-weu',
        namespace: 'legacy',
        stage: 'off',
        step: 'authorization',
        workloads: 2,
      },
    ],
    requests: [pendingEdge],
    retiring: [
      {
        entityRef: 'component:default/old-web',
        workloads: 1,
        since: hours(-3),
        until: hours(21),
        message: 'The entity is gone from the catalog.',
      },
    ],
    bindings: [
      {
        id: '1',
        cluster: 'shop-weu',
        namespace: 'api',
        owner: 'group:default/shop',
        origin: 'config',
        by: 'config',
        at: hours(-300),
        reason: 'Configured',
      },
    ],
    unbound: [
      {
        entityRef: 'component:default/rogue',
        workloadKey: 'component:default/rogue@shop-weu/payments',
        cluster: 'shop-weu',
        namespace: 'payments',
        owner: 'group:default/shop',
        message: 'The namespace payments belongs to group:default/payments.',
      },
    ],
    allowed: { bind: true, adopt: true, confirmRetiring: true },
    ...changes,
  };
}
