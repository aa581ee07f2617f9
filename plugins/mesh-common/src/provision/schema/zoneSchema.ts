import { z } from 'zod';
import { isDnsName, isInDomain } from './dnsNames';
import { quote } from './texts';

/** Names that Kubernetes answers itself. */
const CLUSTER_DOMAINS = ['cluster.local', 'svc', 'localhost'];
/** Names that Azure answers itself; a zone would hide all of them. */
const AZURE_DOMAINS = [
  'azmk8s.io',
  'azure.com',
  'azure.net',
  'azureml.ms',
  'azurecr.io',
  'azurefd.net',
  'azurestaticapps.net',
  'azurewebsites.net',
  'microsoft.com',
  'microsoftonline.com',
  'windows.net',
];

/** Name of the private zone. */
export const zoneSchema = z.string().superRefine((zone, context) => {
  const fault = describeFault(zone);
  if (fault) {
    context.addIssue({ code: 'custom', message: `${quote(zone)} ${fault}` });
  }
});

function describeFault(zone: string): string | undefined {
  if (!isDnsName(zone)) {
    return 'is no name of a zone; write at least two labels in lower case, for example mesh.internal';
  }
  const cluster = CLUSTER_DOMAINS.find(domain => isInDomain(zone, domain));
  if (cluster) {
    return `is in ${cluster}, which Kubernetes answers itself; choose another name, for example mesh.internal`;
  }
  const azure = AZURE_DOMAINS.find(domain => isInDomain(zone, domain));
  if (azure || zone.split('.').includes('privatelink')) {
    return `is reserved for names of Azure, which it would hide; choose another name, for example mesh.internal`;
  }
  return undefined;
}
