/** Resource providers that a subscription needs for a cluster. */
export const PROVIDERS = [
  'Microsoft.AlertsManagement',
  'Microsoft.Compute',
  'Microsoft.ContainerService',
  'Microsoft.Insights',
  'Microsoft.KeyVault',
  'Microsoft.ManagedIdentity',
  'Microsoft.Monitor',
  'Microsoft.Network',
  'Microsoft.OperationalInsights',
  'Microsoft.OperationsManagement',
  'Microsoft.Storage',
] as const;
