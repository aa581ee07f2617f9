import type { Entity } from '@backstage/catalog-model';
import type { JsonObject } from '@backstage/types';
import type { NamespaceStage } from '@meshwright/plugin-mesh-common';
import { component } from '@meshwright/plugin-mesh-common/testUtils';

/** Pairs of a caller and what it may call, in one cluster. */
export type Pairs = { cluster: string; count: number };

export const OWNER = 'group:default/shop';

export const callerOf = (cluster: string, number: number) =>
  `${cluster}-caller-${number}`;
export const calledOf = (cluster: string, number: number) =>
  `${cluster}-called-${number}`;

const numbersOf = ({ count }: Pairs) => Array.from({ length: count }).keys();

/** Names of namespaces: everybody has one. */
export function namesOf(pairs: Pairs): string[] {
  return [...numbersOf(pairs)].flatMap(number => [
    callerOf(pairs.cluster, number),
    calledOf(pairs.cluster, number),
  ]);
}

/** All are allowed to call, and need it or not. */
export function createEntities(pairs: Pairs, isConnected: boolean): Entity[] {
  const { cluster } = pairs;
  return [...numbersOf(pairs)].flatMap(number => {
    const [caller, called] = [
      callerOf(cluster, number),
      calledOf(cluster, number),
    ];
    return [
      component({
        name: caller,
        dependsOn: isConnected ? [`component:default/${called}`] : [],
        mesh: { cluster },
      }),
      component({
        name: called,
        mesh: { cluster, access: { allow: [`component:default/${caller}`] } },
      }),
    ];
  });
}

/** Everything is enforced. */
export function createStages(pairs: Pairs): NamespaceStage[] {
  return namesOf(pairs).map(namespace => ({
    cluster: pairs.cluster,
    namespace,
    stage: 'enforce',
    step: 'network',
    created: false,
    by: 'user:default/petra',
    at: new Date().toISOString(),
    reason: 'They are ready',
  }));
}

/** `kubeconfigs`: paths, by cluster. */
export function createConfig(
  kubeconfigs: Record<string, string>,
  all: readonly Pairs[],
): JsonObject {
  return {
    mesh: {
      instance: 'replicas',
      settle: { seconds: 0 },
      // What is tried takes everything away at once.
      hold: { minimum: 1000 },
      drift: { repairAfter: { seconds: 0 } },
      bindings: {
        static: all
          .flatMap(namesOf)
          .map(namespace => ({ namespace, owner: OWNER })),
      },
      clusters: Object.entries(kubeconfigs).map(([name, kubeconfig]) => ({
        ...{ name, environment: 'production', revision: 'asm-1-29' },
        ...{ type: 'kubeconfig', kubeconfig },
      })),
    },
  };
}
