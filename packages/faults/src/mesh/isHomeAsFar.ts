import type { MeshModel } from '@meshwright/plugin-mesh-common';

/**
 * Whether a namespace and the one in which a service lives from now on are
 * both enforced, and the new one is as far in the rollout as the old one.
 */
export function isHomeAsFar(
  namespace: string,
  { model, home }: { model: MeshModel; home: string | undefined },
): boolean {
  const stepOf = (place: string) =>
    model.namespaces.find(
      ({ name, stage }) => name === place && stage === 'enforce',
    )?.step;
  const [now, then] = [home && stepOf(home), stepOf(namespace)];
  const isAsFar = now === 'network' || then !== 'network';
  return Boolean(now && then && isAsFar);
}
