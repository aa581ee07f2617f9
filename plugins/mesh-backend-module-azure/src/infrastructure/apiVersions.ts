/** Version of Resource Manager's API for each kind of resource. */
export const API_VERSIONS = {
  'Microsoft.Authorization/permissions': '2022-04-01',
  'Microsoft.Authorization/roleAssignments': '2022-04-01',
  'Microsoft.AlertsManagement/prometheusRuleGroups': '2023-03-01',
  'Microsoft.Compute/locations': '2024-07-01',
  'Microsoft.Compute/skus': '2021-07-01',
  'Microsoft.ContainerService/locations': '2026-06-01',
  'Microsoft.ContainerService/managedClusters': '2026-06-01',
  'Microsoft.Insights/dataCollectionEndpoints': '2024-03-11',
  'Microsoft.Insights/dataCollectionRuleAssociations': '2024-03-11',
  'Microsoft.Insights/dataCollectionRules': '2024-03-11',
  'Microsoft.KeyVault/locations': '2026-02-01',
  'Microsoft.KeyVault/vaults': '2026-02-01',
  'Microsoft.ManagedIdentity/userAssignedIdentities': '2024-11-30',
  'Microsoft.Monitor/accounts': '2023-04-03',
  'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies':
    '2026-01-01',
  'Microsoft.Network/applicationGateways': '2026-01-01',
  'Microsoft.Network/locations': '2026-01-01',
  'Microsoft.Network/networkSecurityGroups': '2026-01-01',
  'Microsoft.Network/privateDnsZones': '2024-06-01',
  'Microsoft.Network/privateDnsZones/virtualNetworkLinks': '2024-06-01',
  'Microsoft.Network/publicIPAddresses': '2026-01-01',
  'Microsoft.Network/virtualNetworks': '2026-01-01',
  'Microsoft.OperationalInsights/deletedWorkspaces': '2025-07-01',
  'Microsoft.OperationalInsights/workspaces': '2025-07-01',
  'Microsoft.Resources/providers': '2022-09-01',
  'Microsoft.Resources/resourceGroups': '2025-04-01',
  'Microsoft.Resources/resources': '2025-04-01',
  'Microsoft.Resources/subscriptions': '2022-12-01',
} as const;

export type KnownType = keyof typeof API_VERSIONS;
