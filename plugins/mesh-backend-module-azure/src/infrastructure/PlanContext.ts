import type { JsonObject } from '@backstage/types';
import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import { chooseVersions, type ChosenVersions } from './chooseVersions';
import { deriveIds, type InfrastructureIds } from './ids';
import { createObserved, type ObservedInfrastructure } from './observed';
import { isTaggedAs, ownerTags } from './ownership';
import { getText } from './read';

/** What the resources of a plan are built from. */
export type PlanContext = {
  spec: MeshClusterSpec;
  instance: string;
  observed: ObservedInfrastructure;
  ids: InfrastructureIds;
  tags: JsonObject;
  tenantId?: string;
  versions: ChosenVersions;
  /** The cluster as it is. */
  live?: JsonObject;
  /** Whether the cluster is there and somebody else's. */
  isAdopted: boolean;
};

export function createContext(
  spec: MeshClusterSpec,
  options: { observed?: ObservedInfrastructure; instance?: string },
): PlanContext {
  const { observed = createObserved(), instance = '' } = options;
  const ids = deriveIds(spec, observed);
  const live = observed.resources[ids.cluster.toLowerCase()] ?? undefined;
  const owner = { instance, cluster: spec.name };
  return {
    spec,
    instance,
    observed,
    ids,
    tags: { ...spec.tags, ...ownerTags(owner) },
    tenantId: getText(
      observed.resources[ids.subscription.toLowerCase()] ?? undefined,
      'tenantId',
    ),
    versions: chooseVersions(spec, { observed, live }),
    live,
    isAdopted: live !== undefined && !isTaggedAs(live.tags, owner),
  };
}
