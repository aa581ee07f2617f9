import { ConfigReader } from '@backstage/config';
import type { ClusterConfig } from '@meshwright/plugin-mesh-common';
import { binding, cluster } from '@meshwright/plugin-mesh-common/testUtils';
import type { MeshConfig } from '../parts';
import type { Service } from './Upgrade';

export const SETTLE_SECONDS = 15;

/** Where the scraper of every cluster runs. */
export const SCRAPER = { namespace: 'prom', label: 'prometheus' };

/** Whose clusters all have a description. */
export type SiteConfig = Omit<MeshConfig, 'clusters'> & {
  clusters: (MeshConfig['clusters'][number] & { cluster: ClusterConfig })[];
};

/** Configuration of an installation that has the clusters of its services. */
export function createConfig(options: {
  prefix: string;
  services: readonly Service[];
}): SiteConfig {
  const { prefix, services } = options;
  const homes = new Map(
    services.map(({ namespace, owner }) => [namespace, owner]),
  );
  const letters = new Set([...homes.keys()].map(home => home.split('-')[0]));
  return {
    instance: prefix,
    schedule: { frequency: { seconds: 2 }, timeout: { minutes: 2 } },
    settleSeconds: SETTLE_SECONDS,
    repairAfterSeconds: 0,
    hold: { minimum: 10, share: 0.05 },
    defaults: {
      approval: 'owner',
      retiringHours: 24,
      unclaimed: 'first-come',
    },
    bindings: [...homes].map(([home, owner]) => binding(prefix + home, owner)),
    guardrails: [],
    clusters: [...letters].sort().map(letter => {
      const name = prefix + letter;
      return {
        name,
        environment: 'production',
        cluster: cluster({
          name,
          rootNamespace: `${name}-root`,
          trustDomain: `${letter}.local`,
          scraper: {
            namespace: `${name}-${SCRAPER.namespace}`,
            selector: { app: SCRAPER.label },
          },
        }),
        block: new ConfigReader({}),
      };
    }),
  };
}
