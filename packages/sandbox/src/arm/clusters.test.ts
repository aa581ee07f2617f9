import {
  type Azure,
  cluster,
  clusterBody,
  grant,
  group,
  identity,
  location,
  network,
  networkBody,
  prepareCluster,
  startAzure,
  subscription,
} from './__testUtils__/azure';
import type { JsonObject } from './core/json';

describe('managed clusters', () => {
  let azure: Azure;

  beforeEach(async () => {
    azure = startAzure();
    await prepareCluster(azure);
  });

  it('come over an operation, with what Azure fills in', async () => {
    const created = await azure.put(cluster, clusterBody());
    const operation = created.headers['Azure-AsyncOperation'];

    expect(created.status).toBe(201);
    expect(created.json.properties).toMatchObject({
      provisioningState: 'Creating',
    });
    expect(operation.length).toBeGreaterThan(4000);
    expect((await azure.get(operation)).json).toMatchObject({
      status: 'InProgress',
      error: { code: 'NotLatestOperation' },
    });
    azure.pass(364);
    expect((await azure.get(operation)).json).toMatchObject({
      status: 'Succeeded',
      error: { code: 'NotLatestOperation' },
    });
    // Azure's own operation follows.
    const busy = await azure.put(cluster, clusterBody());
    expect([busy.status, busy.json.code]).toEqual([409, 'OperationNotAllowed']);
    azure.pass(30);
    expect((await azure.get(cluster)).json).toMatchObject({
      eTag: expect.any(String),
      properties: {
        provisioningState: 'Succeeded',
        currentKubernetesVersion: '1.35.4',
        nodeResourceGroup: 'MC_rg_mesh_westeurope',
        powerState: { code: 'Running' },
        identityProfile: { kubeletidentity: { objectId: expect.any(String) } },
      },
    });
  });

  it('refuse a signature that is not theirs', async () => {
    const created = await azure.put(cluster, clusterBody());
    const operation = created.headers['Azure-AsyncOperation'];

    expect((await azure.get(operation.replace(/&h=.*/, '&h=x'))).code).toBe(
      'AuthorizationFailed',
    );
  });

  it.each<[string, object, string]>([
    [
      'services that meet a subnet',
      {
        networkProfile: {
          serviceCidr: '10.240.0.0/16',
          dnsServiceIP: '10.240.0.10',
        },
      },
      'ServiceCidrOverlapExistingSubnetsCidr',
    ],
    [
      'a version that is gone',
      { kubernetesVersion: '1.30' },
      'K8sVersionNotSupported',
    ],
    [
      'a version for long-term support',
      { kubernetesVersion: '1.33' },
      'K8sVersionNotSupported',
    ],
    ['a mesh without mode', { serviceMeshProfile: {} }, 'BadRequest'],
    [
      'a plug-in without names',
      {
        serviceMeshProfile: {
          mode: 'Istio',
          istio: { certificateAuthority: { plugin: { keyVaultId: 'x' } } },
        },
      },
      'BadRequest',
    ],
    [
      'a revision for older versions',
      { kubernetesVersion: '1.37' },
      'BadRequest',
    ],
    ['no pool of the system', { agentPoolProfiles: [] }, 'InvalidParameter'],
    [
      'Cilium policies on another dataplane',
      {
        networkProfile: {
          networkPolicy: 'cilium',
          networkDataplane: 'azure',
          serviceCidr: '172.16.0.0/16',
        },
      },
      'InvalidParameter',
    ],
  ])('refuse %s', async (_, properties, code) => {
    const refused = await azure.put(cluster, clusterBody(properties));

    expect([refused.status, refused.json.code]).toEqual([400, code]);
    expect(await azure.get(cluster)).toMatchObject({ status: 404 });
  });

  it('refuse nodes that do not fit and cores that are not there', async () => {
    const pool = (more: object) => ({
      agentPoolProfiles: [
        {
          name: 'system',
          mode: 'System',
          vmSize: 'Standard_D4ds_v5',
          vnetSubnetID: `${network}/subnets/nodes`,
          ...more,
        },
      ],
    });
    const auto = { enableAutoScaling: true, minCount: 3, maxCount: 2000 };

    expect((await azure.put(cluster, clusterBody(pool(auto)))).code).toBe(
      'InsufficientSubnetSize',
    );
    expect(
      (await azure.put(cluster, clusterBody(pool({ count: 60 })))).code,
    ).toBe('ErrCode_InsufficientVCPUQuota');
  });

  it('want a role on the subnet that is known by now', async () => {
    const fresh = startAzure();
    await fresh.put(
      network,
      networkBody([{ name: 'nodes', range: '10.240.0.0/22' }]),
    );
    const { json } = await fresh.put(identity, { location });
    const { principalId } = json.properties as JsonObject;
    const early = await grant(fresh, principalId);
    expect([early.status, early.code]).toEqual([400, 'PrincipalNotFound']);
    fresh.pass(20);
    expect((await grant(fresh, principalId)).status).toBe(201);

    const refused = await fresh.put(cluster, clusterBody());
    expect([refused.status, refused.code]).toEqual([
      403,
      'LinkedAuthorizationFailed',
    ]);
    fresh.pass(40);
    expect((await fresh.put(cluster, clusterBody())).status).toBe(201);
  });

  it('keep some properties, their versions, and what lies under them', async () => {
    await azure.put(cluster, clusterBody());
    azure.pass(400);
    const { json } = await azure.get(cluster);
    const stale = await azure.put(cluster, clusterBody(), {
      'if-match': 'old',
    });
    const created = await azure.put(cluster, clusterBody(), {
      'if-none-match': '*',
    });
    const changed = await azure.put(
      cluster,
      clusterBody({ dnsPrefix: 'other' }),
    );

    expect([stale.status, stale.json.code]).toEqual([409, 'EtagMismatch']);
    expect(created.status).toBe(412);
    expect(changed.json).toMatchObject({
      code: 'PropertyChangeNotAllowed',
      target: 'dnsPrefix',
    });
    expect((await azure.remove(network)).code).toBe(
      'InUseSubnetCannotBeDeleted',
    );
    const updated = await azure.put(cluster, clusterBody(), {
      'if-match': String(json.eTag),
    });
    expect(updated.status).toBe(200);
  });

  it('go with their group of nodes, over two addresses', async () => {
    await azure.put(cluster, clusterBody());
    azure.pass(400);
    const nodes = `/subscriptions/${subscription}/resourcegroups/MC_rg_mesh_westeurope`;
    expect((await azure.get(nodes)).status).toBe(200);

    const going = await azure.remove(cluster);
    expect(going.status).toBe(202);
    expect(going.headers['Azure-AsyncOperation']).toContain('/operations/');
    expect((await azure.get(going.headers.Location)).status).toBe(202);
    azure.pass(300);
    expect((await azure.get(going.headers.Location)).status).toBe(204);
    expect((await azure.get(cluster)).status).toBe(404);
    expect((await azure.get(nodes)).status).toBe(404);
    expect((await azure.remove(cluster)).status).toBe(204);
  });

  it('can be told to give up', async () => {
    await azure.put(cluster, clusterBody());
    expect((await azure.post(`${cluster}/abort`)).status).toBe(202);
    expect((await azure.get(cluster)).json.properties).toMatchObject({
      provisioningState: 'Canceled',
    });
  });

  it('offer versions and revisions in both shapes', async () => {
    const at = `/subscriptions/${subscription}/providers/Microsoft.ContainerService/locations/${location}`;
    const mesh = await azure.get(`${at}/meshRevisionProfiles/istio`);
    const revisions = (mesh.json.properties as { meshRevisions: JsonObject[] })
      .meshRevisions;

    expect(
      revisions.map(one =>
        (one.compatibleWith as JsonObject[]).map(({ name }) => name),
      ),
    ).toEqual([['kubernetes'], ['KubernetesOfficial', 'AKSLongTermSupport']]);
    const { json } = await azure.get(`${at}/kubernetesVersions`);
    expect(json.values).toContainEqual(
      expect.objectContaining({
        version: '1.36',
        patchVersions: expect.any(Object),
      }),
    );
    await azure.put(cluster, clusterBody());
    const upgrades = await azure.get(`${cluster}/meshUpgradeProfiles/istio`);
    expect(upgrades.json.properties).toMatchObject({ upgrades: ['asm-1-30'] });
    expect(
      (
        await azure.get(
          `${group}/providers/Microsoft.ContainerService/managedClusters`,
        )
      ).json.value,
    ).toHaveLength(1);
  });

  it('follow one revision of the mesh with the next in two steps', async () => {
    const mesh = (...revisions: string[]) =>
      clusterBody({
        serviceMeshProfile: { mode: 'Istio', istio: { revisions } },
      });
    await azure.put(cluster, mesh('asm-1-29'));
    azure.pass(400);
    expect((await azure.put(cluster, mesh('asm-1-30'))).code).toBe(
      'BadRequest',
    );
    expect(
      (await azure.put(cluster, mesh('asm-1-29', 'asm-1-30'))).status,
    ).toBe(200);
    azure.pass(200);
    const during = await azure.get(`${cluster}/meshUpgradeProfiles/istio`);
    expect(during.json).toMatchObject({
      error: {
        message: expect.stringContaining('Mesh upgrade is in progress'),
      },
    });
    expect((await azure.put(cluster, mesh('asm-1-30'))).status).toBe(200);
    azure.pass(200);
    expect((await azure.put(cluster, mesh())).code).toBe('BadRequest');
  });
});
