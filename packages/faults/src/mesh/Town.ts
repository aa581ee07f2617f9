import type { Entity } from '@backstage/catalog-model';
import type {
  Binding,
  ClusterConfig,
  NamespaceStage,
} from '@meshwright/plugin-mesh-common';
import {
  binding,
  cluster,
  component,
} from '@meshwright/plugin-mesh-common/testUtils';
import type { Random } from '../azure/Random';

export const OWNERS = ['group:default/red', 'group:default/blue'] as const;

/** Ports that containers listen on. */
export const PORTS = [8080, 9090, 7070];

/** A service, as its team declares it. */
export type App = {
  name: string;
  owner: string;
  namespace: string;
  account: string;
  /** Of its pods: `app=<label>`. */
  label: string;
  service: string;
  port: number;
  protocol: 'http' | 'tcp';
  /** Names of apps. */
  needs: string[];
  allows: string[];
  /** Not in the catalog any more, without a word of its owner. */
  isGone: boolean;
};

/** What a few teams have in one cluster; all of it is named `<prefix>-…`. */
export type Town = {
  prefix: string;
  apps: App[];
  namespaces: { name: string; owner: string; isOld: boolean }[];
};

export function createTown(prefix: string, random: Random): Town {
  const namespaces = OWNERS.flatMap((owner, index) =>
    [1, 2].map(number => ({
      name: `${prefix}-${index === 0 ? 'red' : 'blue'}-${number}`,
      owner,
      isOld: number === 1 && random.chance(0.6),
    })),
  );
  const names = ['a', 'b', 'c', 'd', 'e', 'f'].slice(0, 3 + random.below(4));
  const apps = names.map((name, index): App => {
    const owner = index < 2 ? OWNERS[index] : random.pick(OWNERS);
    const homes = namespaces.filter(home => home.owner === owner);
    return {
      name,
      owner,
      namespace: random.pick(homes).name,
      account: name,
      label: name,
      service: name,
      port: random.pick(PORTS),
      protocol: random.pick(['http', 'tcp'] as const),
      needs: [],
      allows: [],
      isGone: false,
    };
  });
  for (const app of apps) {
    const others = names.filter(name => name !== app.name);
    app.needs = others.filter(() => random.chance(0.5));
    app.allows = others.filter(() => random.chance(0.5));
  }
  return { prefix, apps, namespaces };
}

export const clusterOf = (prefix: string) => `${prefix}-cluster`;

export const refOf = (name: string) => `component:default/${name}`;

/** What the catalog has of it. */
export function toEntities({ prefix, apps }: Town): Entity[] {
  return apps
    .filter(({ isGone }) => !isGone)
    .map(app =>
      component({
        name: app.name,
        owner: app.owner,
        namespace: app.namespace,
        dependsOn: app.needs.map(refOf),
        mesh: {
          cluster: clusterOf(prefix),
          serviceAccount: app.account,
          selector: { app: app.label },
          service: app.service,
          ports: [
            {
              name: 'main',
              port: 80,
              targetPort: app.port,
              protocol: app.protocol,
            },
          ],
          access: { allow: app.allows.map(refOf) },
        },
      }),
    );
}

export function toClusterConfig({ prefix }: Town): ClusterConfig {
  return cluster({
    name: clusterOf(prefix),
    rootNamespace: `${prefix}-root`,
  });
}

/** Whose the namespaces are. */
export function toBindings({ namespaces }: Town): Binding[] {
  return namespaces.map(({ name, owner }) => binding(name, owner));
}

/** Steps of the rollout, in their order. */
export const STEPS: readonly Pick<NamespaceStage, 'stage' | 'step'>[] = [
  { stage: 'observe', step: 'network' },
  { stage: 'shadow', step: 'network' },
  { stage: 'enforce', step: 'authorization' },
  { stage: 'enforce', step: 'mtls' },
  { stage: 'enforce', step: 'network' },
];

export function toStage(
  { prefix }: Town,
  options: { namespace: string; place: number },
): NamespaceStage {
  return {
    cluster: clusterOf(prefix),
    namespace: options.namespace,
    ...STEPS[options.place],
    created: false,
    by: 'user:default/petra',
    at: new Date().toISOString(),
    reason: 'A step of the rollout',
  };
}
