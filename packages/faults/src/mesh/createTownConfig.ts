import { ConfigReader } from '@backstage/config';
import type { MeshConfig } from './parts';
import { clusterOf, toBindings, toClusterConfig, type Town } from './Town';

/** How the product is set up over a town. */
export function createTownConfig(town: Town): MeshConfig {
  const name = clusterOf(town.prefix);
  return {
    instance: town.prefix,
    schedule: { frequency: { seconds: 2 }, timeout: { minutes: 2 } },
    settleSeconds: 0,
    repairAfterSeconds: 0,
    hold: { minimum: 10, share: 0.05 },
    defaults: {
      approval: 'owner',
      retiringHours: 24,
      unclaimed: 'first-come',
    },
    bindings: toBindings(town),
    guardrails: [],
    clusters: [
      {
        name,
        environment: 'production',
        cluster: toClusterConfig(town),
        block: new ConfigReader({}),
      },
    ],
  };
}
