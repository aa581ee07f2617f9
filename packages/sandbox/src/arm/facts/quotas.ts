import type { Quota } from './Facts';

/** Of cores, with a few that somebody else uses. */
export function computeQuotas(): Quota[] {
  return [
    { name: 'cores', label: 'Total Regional vCPUs', limit: 350, used: 4 },
    {
      name: 'standardDDSv5Family',
      label: 'Standard DDSv5 Family vCPUs',
      limit: 100,
      used: 4,
    },
    {
      name: 'standardDSv5Family',
      label: 'Standard DSv5 Family vCPUs',
      limit: 100,
      used: 0,
    },
    {
      name: 'standardDADSv5Family',
      label: 'Standard DADSv5 Family vCPUs',
      limit: 100,
      used: 0,
    },
    {
      name: 'standardDdsv6Family',
      label: 'Standard Ddsv6 Family vCPUs',
      limit: 100,
      used: 0,
    },
    {
      name: 'standardEDSv5Family',
      label: 'Standard EDSv5 Family vCPUs',
      limit: 10,
      used: 0,
    },
    {
      name: 'standardBSFamily',
      label: 'Standard BS Family vCPUs',
      limit: 10,
      used: 0,
    },
  ];
}

/** Of the network. */
export function networkQuotas(): Quota[] {
  return [
    {
      name: 'VirtualNetworks',
      label: 'Virtual Networks',
      limit: 1000,
      used: 0,
    },
    {
      name: 'StaticPublicIPAddresses',
      label: 'Static Public IP Addresses',
      limit: 1000,
      used: 0,
    },
    {
      name: 'PublicIPAddresses',
      label: 'Public IP Addresses',
      limit: 1000,
      used: 0,
    },
    {
      name: 'StandardSkuPublicIpAddresses',
      label: 'Public IPv4 Addresses - Standard',
      limit: 1000,
      used: 0,
    },
    {
      name: 'NetworkSecurityGroups',
      label: 'Network Security Groups',
      limit: 5000,
      used: 0,
    },
    {
      name: 'ApplicationGateways',
      label: 'Application Gateways',
      limit: 1000,
      used: 0,
    },
  ];
}
