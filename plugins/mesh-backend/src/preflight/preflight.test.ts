import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import {
  type ControlPlane,
  describeOnControlPlane,
} from '@meshwright/control-plane';
import { createAdministrator } from '../clusters/__testUtils__/access';
import { claimInstance } from '../clusters/claimInstance';
import { KubernetesConnection } from '../clusters';
import { describePreflight } from './describePreflight';
import { readPreflight } from './readPreflight';

jest.setTimeout(60_000);

const SYSTEM = 'aks-istio-system';

function createKubectl(server: () => ControlPlane) {
  const { send } = createAdministrator(server);
  const deployments = `/apis/apps/v1/namespaces/${SYSTEM}/deployments`;
  return {
    createNamespace: (name: string, labels = {}) =>
      send('POST', '/api/v1/namespaces', { metadata: { name, labels } }),
    installIstiod: (tag: string) =>
      send('POST', deployments, {
        metadata: {
          name: 'istiod-asm-1-29',
          labels: { app: 'istiod', 'istio.io/rev': 'asm-1-29' },
        },
        spec: {
          selector: { matchLabels: { app: 'istiod' } },
          template: {
            metadata: { labels: { app: 'istiod' } },
            spec: {
              containers: [
                {
                  name: 'discovery',
                  image: `mcr.microsoft.com/oss/istio/pilot:${tag}`,
                },
              ],
            },
          },
        },
      }),
    makeReady: () =>
      send('PATCH', `${deployments}/istiod-asm-1-29/status`, {
        status: { replicas: 1, readyReplicas: 1, availableReplicas: 1 },
      }),
  };
}

describeOnControlPlane('a look at a real cluster', server => {
  const kubectl = createKubectl(server);
  const look = (kubeconfig = server().kubeconfig) =>
    readPreflight({
      ...{ cluster: 'mine', server: server().url, wishes: {} },
      credentials: async () => ({ kubeconfig }),
      logger: mockServices.logger.mock(),
    });

  it('says what is missing, step by step, and then what is there', async () => {
    await expect(look()).rejects.toThrow(
      "Cluster 'mine' has no Istio: no Deployment with the label app=istiod in any namespace",
    );

    await kubectl.createNamespace(SYSTEM);
    await kubectl.installIstiod('1.29.6-distroless');
    await expect(look()).rejects.toThrow(
      "istiod of revision 'asm-1-29' in the namespace 'aks-istio-system' of cluster 'mine' has no ready replica",
    );

    await kubectl.makeReady();
    const preflight = await look();
    expect(preflight).toMatchObject({
      kubernetes: expect.stringMatching(/^v1\./),
      istio: { namespace: SYSTEM, revision: 'asm-1-29', version: '1.29' },
      rights: { mayWrite: true, mayClaim: true, readOnlyKinds: [] },
      adopted: {},
    });
    expect(preflight.claim).toBeUndefined();
    expect(describePreflight(preflight, 'me')).toEqual(
      expect.arrayContaining([
        ['Managed by', 'nobody'],
        ['Adopted', 'no namespace'],
        ['Rights', 'to write all that is needed'],
        [
          'Will be written',
          expect.stringContaining("the ConfigMap 'meshwright-instance'"),
        ],
      ]),
    );
  });

  it('reads and asks, and writes nothing', async () => {
    const kubeconfig = await server().kubeconfigFor({
      user: 'looker',
      groups: ['system:masters'],
    });
    await look(kubeconfig);

    const writes = server()
      .readAudit()
      .filter(({ user }) => user.username === 'looker')
      .filter(({ verb }) => !['get', 'list'].includes(verb))
      .map(({ verb, objectRef }) => `${verb} ${objectRef?.resource}`);
    expect([...new Set(writes)]).toEqual(['create selfsubjectrulesreviews']);
  });

  it('says who manages it, and that nothing will be written beside them', async () => {
    await kubectl.createNamespace('shop', {
      'app.kubernetes.io/managed-by': 'meshwright',
      'meshwright.io/instance': 'other',
    });
    await claimInstance(
      new KubernetesConnection({
        cluster: 'mine',
        credentials: async () => ({ kubeconfig: server().kubeconfig }),
      }),
      { instance: 'other', rootNamespace: SYSTEM, now: new Date(0) },
    );

    expect(describePreflight(await look(), 'me')).toEqual(
      expect.arrayContaining([
        [
          'Managed by',
          "'other' since 1970-01-01T00:00:00.000Z; this installation is 'me'",
        ],
        ['Adopted', "shop (by 'other')"],
        ['Will be written', expect.stringMatching(/^nothing: .*taken over/)],
      ]),
    );
  });

  it('says that rights to read only observe', async () => {
    const admin = createAdministrator(server);
    await admin.apply('read-only.yaml');
    const token = await admin.tokenOf('meshwright', 'meshwright');
    const { clusters } = JSON.parse(server().kubeconfig);
    const kubeconfig = JSON.stringify({
      'current-context': 'dev',
      clusters,
      users: [{ name: 'dev', user: { token } }],
      contexts: [
        { name: 'dev', context: { cluster: clusters[0].name, user: 'dev' } },
      ],
    });

    expect(describePreflight(await look(kubeconfig), 'me')).toEqual(
      expect.arrayContaining([
        ['Rights', 'to read only'],
        ['Will be written', expect.stringMatching(/^nothing: .*observed/)],
      ]),
    );
  });

  it('says that credentials are refused, without repeating them', async () => {
    const { clusters } = JSON.parse(server().kubeconfig);
    const kubeconfig = JSON.stringify({
      'current-context': 'dev',
      clusters,
      users: [{ name: 'dev', user: { token: 'a-wrong-token' } }],
      contexts: [
        { name: 'dev', context: { cluster: clusters[0].name, user: 'dev' } },
      ],
    });

    const error = await look(kubeconfig).catch(String);

    expect(error).toMatch(
      /Could not read cluster 'mine' at https:.*does not accept the credentials/,
    );
    expect(error).not.toContain('a-wrong-token');
  });
});

describe('a cluster that does not answer', () => {
  it('is named with its address', async () => {
    const socket = createServer().listen(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address() as AddressInfo;
    socket.close();
    const server = `https://127.0.0.1:${port}`;
    const kubeconfig = JSON.stringify({
      'current-context': 'dev',
      clusters: [{ name: 'dev', cluster: { server } }],
      users: [],
      contexts: [{ name: 'dev', context: { cluster: 'dev', user: 'x' } }],
    });

    await expect(
      readPreflight({
        ...{ cluster: 'mine', server, wishes: {} },
        credentials: async () => ({ kubeconfig }),
        logger: mockServices.logger.mock(),
      }),
    ).rejects.toThrow(
      `Could not read cluster 'mine' at ${server}: nothing listens at its address`,
    );
  });
});
