import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Sandbox, startSandbox } from './startSandbox';

jest.setTimeout(30_000);

describe('secrets of the sandbox', () => {
  const secrets = {
    gitPassword: 'planted-git',
    identityHeader: 'planted-identity',
    kubernetesToken: 'planted-kubernetes',
  };
  let state: string;
  let sandbox: Sandbox;

  beforeAll(async () => {
    state = await mkdtemp(join(tmpdir(), 'secrets-'));
    sandbox = await startSandbox({
      ports: { kubernetes: 0, arm: 0, prometheus: 0, git: 0 },
      state,
      examples: state,
      secrets,
    });
  });
  afterAll(async () => {
    await sandbox.stop();
    await rm(state, { recursive: true });
  });

  async function ask(url: string, headers: Record<string, string> = {}) {
    const response = await fetch(url, { headers });
    return { status: response.status, body: await response.json() };
  }

  it('are what it is told', () => {
    const { gitPassword, identityHeader } = sandbox.addresses;

    expect({ gitPassword, identityHeader }).toEqual({
      gitPassword: secrets.gitPassword,
      identityHeader: secrets.identityHeader,
    });
  });

  it('are what the kubeconfig of Azure signs in with, and nothing else is', async () => {
    const { arm, identityEndpoint } = sandbox.addresses;
    const resource = encodeURIComponent('https://management.azure.com');
    const { body } = await ask(
      `${identityEndpoint}?api-version=2019-08-01&resource=${resource}`,
      { 'x-identity-header': secrets.identityHeader },
    );
    const answer = await fetch(
      `${arm}/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-shop-weu/providers/Microsoft.ContainerService/managedClusters/shop-weu/listClusterUserCredential?api-version=2026-06-01`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${body.access_token}` },
      },
    );
    const { kubeconfigs } = await answer.json();
    const config = parse(
      Buffer.from(kubeconfigs[0].value, 'base64').toString(),
    );
    const pods = `${config.clusters[0].cluster.server}/api/v1/pods`;
    const as = (token: string) => ({ authorization: `Bearer ${token}` });

    expect(config.users[0].user).toEqual({ token: secrets.kubernetesToken });
    expect(await ask(pods, as(secrets.kubernetesToken))).toMatchObject({
      status: 200,
    });
    expect(await ask(pods, as('another'))).toMatchObject({ status: 401 });
  });
});
