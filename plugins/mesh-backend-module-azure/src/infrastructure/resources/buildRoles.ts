import type { JsonObject } from '@backstage/types';
import type { ValueReference } from '@meshwright/plugin-mesh-common';
import { API_VERSIONS } from '../apiVersions';
import { deriveGuid } from '../deriveGuid';
import type { Desired } from '../Desired';
import { nameOf } from '../ids';
import { ownerDescription } from '../ownership';
import type { PlanContext } from '../PlanContext';
import { getText, getValue, isObject } from '../read';
import { ROLES } from '../roles';

/** Rights of the cluster on its network, and of the gateway on its vault. */
export function buildRoles(context: PlanContext): Desired[] {
  const { spec, ids, isAdopted } = context;
  const principal = isAdopted ? findPrincipal(context) : ids.clusterIdentity;
  const roles = ['nodes', 'ingress'] as const;
  const found: Desired[] = roles.flatMap(name =>
    principal === undefined
      ? []
      : build(context, {
          step: `role/${name}-subnet`,
          scope: ids.subnets[name],
          role: ROLES.networkContributor,
          identity: principal,
          title: `Right of the cluster on the subnet ${nameOf(
            ids.subnets[name],
          )}`,
          dependsOn: ['network', ...(isAdopted ? [] : ['identity/cluster'])],
          answers: [`network.subnets.${name}`],
          reason: 'The cluster puts nodes and load balancers there.',
        }),
  );
  if (spec.edge) {
    const vault = spec.edge.vaultId ?? ids.vault;
    found.push(
      build(context, {
        step: 'role/certificate',
        scope: vault,
        role: ROLES.secretsUser,
        identity: ids.gatewayIdentity,
        title: `Right of the application gateway on the vault ${nameOf(vault)}`,
        dependsOn: [
          'identity/gateway',
          ...(spec.edge.vaultId ? [] : ['vault']),
        ],
        answers: ['edge.vaultId', 'edge.certificateSecretId'],
        reason: 'The application gateway reads its certificate there.',
      }),
    );
  }
  return found;
}

function build(
  { spec, ids, instance }: PlanContext,
  options: Pick<
    Desired,
    'step' | 'title' | 'dependsOn' | 'answers' | 'reason'
  > & { scope: string; role: string; identity: string },
): Desired {
  const { scope, role, identity, ...rest } = options;
  const isCluster = identity === ids.cluster;
  const reference: ValueReference = {
    $from: identity,
    $version:
      API_VERSIONS[
        isCluster
          ? 'Microsoft.ContainerService/managedClusters'
          : 'Microsoft.ManagedIdentity/userAssignedIdentities'
      ],
    $path: isCluster ? 'identity.principalId' : 'properties.principalId',
  };
  const name = deriveGuid([scope, role, identity]);
  const properties: JsonObject = {
    roleDefinitionId: `${ids.subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    principalId: reference,
    principalType: 'ServicePrincipal',
    description: ownerDescription({ instance, cluster: spec.name }),
  };
  return {
    ...rest,
    type: 'Microsoft.Authorization/roleAssignments',
    id: `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    body: { properties },
    seconds: { create: 45, update: 45, delete: 5 },
  };
}

/** Resource that says who a cluster of others is. */
function findPrincipal({ live, ids }: PlanContext): string | undefined {
  if (getText(live, 'identity.principalId') !== undefined) {
    return ids.cluster;
  }
  const assigned = getValue(live, 'identity.userAssignedIdentities');
  return isObject(assigned) ? Object.keys(assigned)[0] : undefined;
}
