import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  meshClustersExtensionPoint,
  meshDnsExtensionPoint,
  meshProvisionersExtensionPoint,
  meshTrafficExtensionPoint,
} from '@meshwright/plugin-mesh-node';
import { AzureClients } from './client/AzureClients';
import { readAzureConfig } from './config/readAzureConfig';
import { AksClusterCredentials } from './credentials/AksClusterCredentials';
import { AzurePrivateDnsZoneFactory } from './dns/AzurePrivateDnsZoneFactory';
import { AzureClusterProvisioner } from './provisioner/AzureClusterProvisioner';
import { RetailPrices } from './prices/RetailPrices';
import { AzureMonitorCredentials } from './traffic/AzureMonitorCredentials';

/**
 * Reaches AKS clusters with the credentials that Azure gives, keeps the A
 * records of the mesh in Azure private DNS zones, reads managed Prometheus,
 * and makes clusters.
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
        provisioners: meshProvisionersExtensionPoint,
        traffic: meshTrafficExtensionPoint,
      },
      async init({ config, clusters, dns, provisioners, traffic }) {
        const azure = readAzureConfig(config);
        const { pricesUrl: url } = azure;
        // Talks to nobody until a cluster or zone is used.
        const clients = AzureClients.create(azure);
        clusters.addCredentials(AksClusterCredentials.create({ clients }));
        dns.addDnsZoneFactory(AzurePrivateDnsZoneFactory.create({ clients }));
        traffic.addTrafficCredentials(
          AzureMonitorCredentials.create({ clients }),
        );
        provisioners.addProvisioner(
          AzureClusterProvisioner.create({
            clients,
            prices: url && RetailPrices.create({ url }),
          }),
        );
      },
    });
  },
});
