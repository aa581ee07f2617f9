import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import type { Desired } from './Desired';
import type { ObservedInfrastructure } from './observed';
import { createContext, type PlanContext } from './PlanContext';
import { buildAlerts } from './resources/buildAlerts';
import { buildCluster } from './resources/buildCluster';
import { buildCollection } from './resources/buildCollection';
import { buildEdge } from './resources/buildEdge';
import { buildGroup } from './resources/buildGroup';
import { buildIdentities } from './resources/buildIdentities';
import { buildLogCollection } from './resources/buildLogCollection';
import { buildMonitoring } from './resources/buildMonitoring';
import { buildNetwork } from './resources/buildNetwork';
import { buildProviders } from './resources/buildProviders';
import { buildRoles } from './resources/buildRoles';
import { buildSecurityGroups } from './resources/buildSecurityGroups';
import { buildVault } from './resources/buildVault';
import { buildZone } from './resources/buildZone';

/** Everything of Resource Manager that a cluster is made of. */
export function buildResources(context: PlanContext): Desired[] {
  const resources = [
    ...buildProviders(context),
    ...buildGroup(context),
    ...buildMonitoring(context),
    ...buildIdentities(context),
    ...buildSecurityGroups(context),
    ...buildNetwork(context),
    ...buildVault(context),
    ...buildRoles(context),
    ...buildZone(context),
    ...buildCluster(context),
    ...buildEdge(context),
    ...buildCollection(context),
    ...(context.isAdopted ? [] : buildLogCollection(context)),
    ...buildAlerts(context),
  ];
  const steps = new Set(resources.map(({ step }) => step));
  return resources.map(resource => withProvider(resource, steps));
}

/** The same, without anybody who owns it. */
export function buildInventory(
  spec: MeshClusterSpec,
  options: { observed?: ObservedInfrastructure; instance?: string },
): Desired[] {
  return buildResources(createContext(spec, options));
}

/** Nothing is made before the provider of its kind is registered. */
function withProvider(resource: Desired, steps: ReadonlySet<string>): Desired {
  const provider = `provider/${resource.type.split('/')[0]}`;
  const isNeeded = steps.has(provider) && provider !== resource.step;
  const dependsOn = resource.dependsOn.filter(step => steps.has(step));
  return {
    ...resource,
    dependsOn: isNeeded ? [provider, ...dependsOn] : dependsOn,
  };
}
