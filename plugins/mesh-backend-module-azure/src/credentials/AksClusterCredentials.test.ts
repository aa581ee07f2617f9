import { ConfigReader } from '@backstage/config';
import type { Arm } from '@meshwright/sandbox';
import { parse, stringify } from 'yaml';
import {
  resourceGroup,
  startSandbox,
  subscriptionId,
} from '../__testUtils__/startSandbox';
import { AzureClients } from '../client/AzureClients';
import { AksClusterCredentials } from './AksClusterCredentials';

jest.setTimeout(30_000);

const server = 'https://shop-weu.hcp.westeurope.azmk8s.io:443';
const serverApp = '6dae42f8-4368-4678-94ff-3960e28e3630';

/** A kubeconfig as AKS sends it, with other contexts in it. */
function kubeconfig(user: object, cluster: object = { server }): string {
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'other', cluster: { server: 'https://other.test' } },
      { name: 'c', cluster },
    ],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  });
}

const exec = (...args: string[]) => ({
  exec: {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command: 'kubelogin',
    args: ['get-token', '--login', 'devicecode', ...args],
  },
});

describe('AksClusterCredentials', () => {
  let arm: Arm;
  let text: string;

  const config = new ConfigReader({
    name: 'shop-weu',
    type: 'aks',
    aks: { subscriptionId, resourceGroup, clusterName: 'shop-aks' },
  });

  function getKubeconfig(from = config) {
    const resourceManagerUrl = new URL(arm.url);
    const clients = AzureClients.create({ resourceManagerUrl });
    const credentials = AksClusterCredentials.create({ clients });
    return credentials.getKubeconfig({ cluster: 'shop-weu', config: from });
  }

  // The SDK remembers the first token endpoint for as long as it lives.
  beforeAll(async () => {
    arm = await startSandbox([{ name: 'shop-aks', kubeconfig: () => text }]);
  });

  afterAll(() => arm.stop());

  it.each([
    ['a token', { token: 'abc' }],
    [
      'a certificate',
      { 'client-certificate-data': 'YQ==', 'client-key-data': 'Yg==' },
    ],
    ['nothing', {}],
  ])('passes on the current context with %s', async (_, user) => {
    text = kubeconfig(user, { server, 'certificate-authority-data': 'YQ==' });

    const { kubeconfig: result, expiresAt } = await getKubeconfig();

    expect(parse(result)).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'shop-weu',
          cluster: { server, 'certificate-authority-data': 'YQ==' },
        },
      ],
      users: [{ name: 'shop-weu', user }],
      contexts: [
        {
          name: 'shop-weu',
          context: { cluster: 'shop-weu', user: 'shop-weu' },
        },
      ],
      'current-context': 'shop-weu',
    });
    expect(expiresAt).toBeUndefined();
  });

  it.each([
    ['kubelogin', exec('--server-id', serverApp)],
    [
      'the old provider',
      {
        'auth-provider': {
          name: 'azure',
          config: { 'apiserver-id': serverApp },
        },
      },
    ],
  ])('puts a token of Entra ID in the place of %s', async (_, user) => {
    text = kubeconfig(user);

    const { kubeconfig: result, expiresAt } = await getKubeconfig();

    const [entry] = parse(result).users;
    expect(Object.keys(entry.user)).toEqual(['token']);
    const claims = JSON.parse(
      Buffer.from(entry.user.token.split('.')[1], 'base64url').toString(),
    );
    expect(claims.aud).toBe(serverApp);
    expect(expiresAt?.getTime()).toBe(claims.exp * 1000);
  });

  it.each([
    ['runs another program', { exec: { command: '/bin/sh' } }, /run 'sh'/],
    ['wants a token for another server', exec('--server-id', 'x'), /for 'x'/],
    ['leads to a file', { 'client-key': '/etc/shadow' }, /'client-key'/],
    ['reads a token from a file', { tokenFile: '/t' }, /'tokenFile'/],
    ['signs in elsewhere', { 'auth-provider': { name: 'oidc' } }, /'oidc'/],
  ])('refuses a kubeconfig that %s', async (_, user, message) => {
    text = kubeconfig(user);

    await expect(getKubeconfig()).rejects.toThrow(message);
  });

  it('sends no token over plain http, except to this machine', async () => {
    text = kubeconfig(exec(), { server: 'http://cluster.test' });
    await expect(getKubeconfig()).rejects.toThrow(/'http:\/\/cluster.test'/);

    text = kubeconfig(exec(), { server: 'http://127.0.0.1:6443' });
    await expect(getKubeconfig()).resolves.toBeDefined();
  });

  it('never quotes a kubeconfig that it cannot read', async () => {
    text = 'users: [{ token: secret-7 ';

    const error = await getKubeconfig().catch(e => e);

    expect(error.message).toMatch(/not YAML/);
    expect(error.message).not.toContain('secret-7');
    text = 'current-context: x';
    await expect(getKubeconfig()).rejects.toThrow(/no context 'x'/);
  });

  it('says what Azure said, and which key is missing', async () => {
    const other = { subscriptionId, resourceGroup, clusterName: 'nope' };

    await expect(
      getKubeconfig(new ConfigReader({ aks: other })),
    ).rejects.toThrow(
      /cluster 'shop-weu': Azure answered 404 ResourceNotFound: .*nope/,
    );
    await expect(getKubeconfig(new ConfigReader({ aks: {} }))).rejects.toThrow(
      /aks.subscriptionId/,
    );
  });
});
