import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  type Azure,
  cluster,
  clusterBody,
  prepareCluster,
  startAzure,
} from '../arm/__testUtils__/azure';
import { LocalClusters } from './LocalClusters';

jest.setTimeout(30_000);

describe('clusters that are made', () => {
  let state: string;
  let host: LocalClusters;
  let azure: Azure;

  const begin = () => {
    host = LocalClusters.create({ state, resolve: () => [] });
    azure = startAzure({ host, stateFile: join(state, 'azure.json') });
  };
  /** Address of the API, as users of the cluster learn it. */
  const server = async () => {
    const { json } = await azure.post(`${cluster}/listClusterUserCredential`);
    const [{ value }] = json.kubeconfigs as Array<{ value: string }>;
    const config = parse(Buffer.from(value, 'base64').toString());
    return config.clusters[0].cluster.server as string;
  };
  const read = async (path: string) => {
    const answer = await fetch(`${await server()}${path}`);
    return answer.json();
  };

  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'clusters-'));
    begin();
  });

  afterEach(async () => {
    await host.stop();
    await rm(state, { recursive: true, force: true });
  });

  it('have a Kubernetes API with their mesh, until they go', async () => {
    await prepareCluster(azure);
    await azure.put(
      cluster,
      clusterBody({
        kubernetesVersion: '1.36',
        serviceMeshProfile: {
          mode: 'Istio',
          istio: {
            revisions: ['asm-1-30'],
            components: {
              ingressGateways: [{ mode: 'Internal', enabled: true }],
            },
          },
        },
      }),
    );
    azure.pass(400);
    const istiod = '/apis/apps/v1/namespaces/aks-istio-system/deployments';
    expect(
      (await read(istiod)).items.map(
        (one: { metadata: { name: string } }) => one.metadata.name,
      ),
    ).toEqual(['istiod-asm-1-30']);
    const services = '/api/v1/namespaces/aks-istio-ingress/services';
    expect(
      (await read(services)).items.map(
        ({ metadata }: { metadata: { name: string; annotations: object } }) => [
          metadata.name,
          Object.keys(metadata.annotations),
        ],
      ),
    ).toEqual([
      [
        'aks-istio-ingressgateway-internal',
        ['service.beta.kubernetes.io/azure-load-balancer-internal'],
      ],
    ]);

    await host.stop();
    begin();
    await azure.core.resume();
    azure.pass(400);
    expect((await read(istiod)).items).toHaveLength(1);
    const file = join(state, 'cluster-rg-mesh.json');
    expect(existsSync(file)).toBe(true);

    const gone = await server();
    await azure.remove(cluster);
    azure.pass(300);
    await azure.get(cluster);
    await expect(fetch(gone)).rejects.toThrow('fetch failed');
    expect(existsSync(file)).toBe(false);
  });
});
