import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  type ClusterCredentials,
  type DnsZoneFactory,
  meshClustersExtensionPoint,
  meshDnsExtensionPoint,
  meshProvisionersExtensionPoint,
  meshTrafficExtensionPoint,
} from '@meshwright/plugin-mesh-node';
import type { Arm } from '@meshwright/sandbox';
import {
  resourceGroup,
  startSandbox,
  subscriptionId,
  zone,
} from './__testUtils__/startSandbox';
import meshModuleAzure from '.';

describe('meshModuleAzure', () => {
  let arm: Arm;

  beforeEach(async () => {
    arm = await startSandbox([
      {
        name: 'shop-aks',
        kubeconfig: () =>
          [
            'current-context: a',
            'contexts: [{ name: a, context: { cluster: a } }]',
            'clusters: [{ name: a, cluster: { server: "http://127.0.0.1:1" } }]',
          ].join('\n'),
      },
    ]);
  });

  afterEach(() => arm.stop());

  it('teaches the mesh to reach AKS clusters and private DNS zones', async () => {
    const credentials: ClusterCredentials[] = [];
    const factories: DnsZoneFactory[] = [];
    const more: string[] = [];
    const data = { mesh: { azure: { resourceManagerUrl: arm.url } } };

    await startTestBackend({
      extensionPoints: [
        [
          meshClustersExtensionPoint,
          { addCredentials: added => credentials.push(added) },
        ],
        [
          meshProvisionersExtensionPoint,
          { addProvisioner: added => more.push(added.provider) },
        ],
        [
          meshTrafficExtensionPoint,
          { addTrafficCredentials: added => more.push(added.type) },
        ],
        [
          meshDnsExtensionPoint,
          { addDnsZoneFactory: added => factories.push(added) },
        ],
      ],
      features: [meshModuleAzure, mockServices.rootConfig.factory({ data })],
    });

    expect(more.sort()).toEqual(['azure', 'azure-monitor']);
    const location = { subscriptionId, resourceGroup };
    const cluster = 'shop-weu';
    const [aks] = credentials;
    expect(aks.type).toBe('aks');
    const { kubeconfig } = await aks.getKubeconfig({
      cluster,
      config: new ConfigReader({
        aks: { ...location, clusterName: 'shop-aks' },
      }),
    });
    expect(kubeconfig).toContain('http://127.0.0.1:1');
    const [factory] = factories;
    expect(factory.type).toBe('azure-private-dns');
    const dns = { type: 'azure-private-dns', zone, ...location };
    const made = factory.create({ cluster, config: new ConfigReader(dns) });
    expect(made.zone).toBe(zone);
    expect(await made.list()).toEqual([]);
  });
});
