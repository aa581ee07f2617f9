import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  meshClustersExtensionPoint,
  meshDnsExtensionPoint,
} from '@meshwright/plugin-mesh-node';
import { AzureClients } from './client/AzureClients';
import { readAzureConfig } from './config/readAzureConfig';
import { AksClusterCredentials } from './credentials/AksClusterCredentials';
import { AzurePrivateDnsZoneFactory } from './dns/AzurePrivateDnsZoneFactory';

/**
 * Reaches AKS clusters with the credentials that Azure gives, and keeps the A
 * records of the mesh in Azure private DNS zones.
 *
 * @public
 */
export const meshModuleAzure = createBackendModule({
  pluginId: 'mesh',
  moduleId: 'azure',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        clusters: meshClustersExtensionPoint,
        dns: meshDnsExtensionPoint,
      },
      async init({ config, clusters, dns }) {
        // Talks to nobody until a cluster or zone is used.
        const clients = AzureClients.create(readAzureConfig(config));
        clusters.addCredentials(AksClusterCredentials.create({ clients }));
        dns.addDnsZoneFactory(AzurePrivateDnsZoneFactory.create({ clients }));
      },
    });
  },
});
