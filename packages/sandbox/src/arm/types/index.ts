import type { ResourceType } from '../core/ResourceType';
import { applicationGateways } from './applicationGateways';
import {
  dataCollectionEndpoints,
  dataCollectionRuleAssociations,
  dataCollectionRules,
} from './dataCollection';
import { firewallPolicies } from './firewallPolicies';
import {
  federatedIdentityCredentials,
  userAssignedIdentities,
} from './identities';
import { vaults, vaultSecrets } from './keyVaults';
import { managedClusters } from './managedClusters';
import { monitorAccounts } from './monitorAccounts';
import { networkSecurityGroups } from './networkSecurityGroups';
import {
  privateDnsZones,
  recordSetsA,
  virtualNetworkLinks,
} from './privateDns';
import { prometheusRuleGroups } from './prometheusRuleGroups';
import { publicIpAddresses } from './publicIpAddresses';
import { resourceGroups } from './resourceGroups';
import { roleAssignments } from './roleAssignments';
import { subnets } from './subnets';
import { virtualNetworks } from './virtualNetworks';
import { workspaces } from './workspaces';

/** All types that the sandbox has, by lower-case name. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = new Map(
  [
    applicationGateways,
    dataCollectionEndpoints,
    dataCollectionRuleAssociations,
    dataCollectionRules,
    federatedIdentityCredentials,
    firewallPolicies,
    managedClusters,
    monitorAccounts,
    networkSecurityGroups,
    privateDnsZones,
    prometheusRuleGroups,
    publicIpAddresses,
    recordSetsA,
    resourceGroups,
    roleAssignments,
    subnets,
    userAssignedIdentities,
    vaults,
    vaultSecrets,
    virtualNetworkLinks,
    virtualNetworks,
    workspaces,
  ].map(type => [type.type.toLowerCase(), type]),
);
