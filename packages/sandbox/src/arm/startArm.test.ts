import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContainerServiceClient } from '@azure/arm-containerservice';
import { PrivateDnsManagementClient } from '@azure/arm-privatedns';
import {
  createDefaultHttpClient,
  type HttpClient,
} from '@azure/core-rest-pipeline';
import { ManagedIdentityCredential } from '@azure/identity';
import { type Arm, startArm } from './startArm';

jest.setTimeout(30_000);

const subscriptionId = '00000000-0000-0000-0000-000000000001';
const resourceGroup = 'mesh-rg';
const zone = 'mesh.internal';
const scope = 'https://management.azure.com/.default';

/** Sends what is meant for Azure to the sandbox, and remembers it. */
function rewriteTo(url: string, seen: string[] = []): HttpClient {
  const inner = createDefaultHttpClient();
  return {
    async sendRequest(request) {
      const original = request.url;
      seen.push(`${request.method} ${original}`);
      request.url = original.replace('https://management.azure.com', url);
      request.allowInsecureConnection = true;
      try {
        return await inner.sendRequest(request);
      } finally {
        request.url = original;
      }
    },
  };
}

describe('startArm', () => {
  const environment = { ...process.env };
  let dir: string;
  let arm: Arm;
  let seen: string[];

  const start = () =>
    startArm({
      port: 0,
      stateFile: join(dir, 'state', 'arm.json'),
      subscriptionId,
      resourceGroup,
      zones: [zone],
      clusters: [{ name: 'shop-weu', kubeconfig: () => 'kind: Config\n' }],
    });

  /** Signs in as a process with the managed identity does. */
  function signIn() {
    process.env.IDENTITY_ENDPOINT = arm.identity.endpoint;
    process.env.IDENTITY_HEADER = arm.identity.header;
    return new ManagedIdentityCredential();
  }

  function dns() {
    const httpClient = rewriteTo(arm.url, seen);
    return new PrivateDnsManagementClient(signIn(), subscriptionId, {
      httpClient,
    }).recordSets;
  }

  const at = (name: string) => [resourceGroup, zone, 'A', name] as const;
  const fields = (address: string) => ({
    ttl: 300,
    aRecords: [{ ipv4Address: address }],
    metadata: { owner: 'shop' },
  });
  const path = (rest: string, query = '?api-version=2024-06-01') =>
    `${arm.url}/SUBSCRIPTIONS/${subscriptionId}/resourcegroups/MESH-RG/providers/${rest}${query}`;
  const zonePath = (query?: string) =>
    path(`microsoft.network/privatednszones/${zone}`, query);

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'arm-'));
    seen = [];
    arm = await start();
  });

  afterEach(async () => {
    process.env = { ...environment };
    await arm.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('creates, shows, changes and deletes record sets', async () => {
    const client = dns();

    const created = await client.createOrUpdate(
      ...at('web'),
      fields('10.0.0.4'),
    );
    expect(created).toMatchObject({
      name: 'web',
      type: 'Microsoft.Network/privateDnsZones/A',
      fqdn: 'web.mesh.internal.',
      isAutoRegistered: false,
      ...fields('10.0.0.4'),
    });
    expect(await client.get(...at('WEB'))).toMatchObject({ name: 'web' });

    const patched = await client.update(...at('web'), { ttl: 60 });
    expect(patched).toMatchObject({ ...fields('10.0.0.4'), ttl: 60 });
    expect(patched.etag).not.toBe(created.etag);

    const replaced = await client.createOrUpdate(...at('web'), {
      ...fields('10.0.0.5'),
      metadata: {},
    });
    expect(replaced.metadata).toEqual({});

    await client.delete(...at('web'));
    await client.delete(...at('web'));
    await expect(client.get(...at('web'))).rejects.toMatchObject({
      statusCode: 404,
      code: 'NotFound',
    });
  });

  it('keeps concurrent writers apart by etags', async () => {
    const client = dns();
    const ifNoneMatch = '*';
    const first = await client.createOrUpdate(
      ...at('web'),
      fields('10.0.0.4'),
      {
        ifNoneMatch,
      },
    );
    const conflict = { statusCode: 412, code: 'PreconditionFailed' };

    await expect(
      client.createOrUpdate(...at('web'), fields('10.0.0.9'), { ifNoneMatch }),
    ).rejects.toMatchObject(conflict);
    await client.createOrUpdate(...at('web'), fields('10.0.0.5'), {
      ifMatch: first.etag,
    });
    const ifMatch = first.etag;
    await expect(
      client.createOrUpdate(...at('web'), fields('10.0.0.6'), { ifMatch }),
    ).rejects.toMatchObject(conflict);
    await expect(
      client.update(...at('web'), { ttl: 1 }, { ifMatch }),
    ).rejects.toMatchObject(conflict);
    await expect(
      client.delete(...at('web'), { ifMatch }),
    ).rejects.toMatchObject(conflict);
    await expect(
      client.createOrUpdate(...at('new'), fields('10.0.0.6'), { ifMatch: '*' }),
    ).rejects.toMatchObject(conflict);
    expect(await client.get(...at('web'))).toMatchObject(fields('10.0.0.5'));
  });

  it('lists page by page, over links to the real host', async () => {
    const client = dns();
    const names = ['a', 'b.shop', 'c', 'd.shop', 'e'];
    for (const name of names) {
      await client.createOrUpdate(...at(name), fields('10.0.0.4'));
    }
    seen.length = 0;

    const list = async (options: object) => {
      const found: Array<string | undefined> = [];
      const pages = client.listByType(resourceGroup, zone, 'A', options);
      for await (const record of pages) {
        found.push(record.name);
      }
      return found;
    };

    expect(await list({ top: 2 })).toEqual(names);
    expect(seen).toHaveLength(3);
    expect(
      seen.every(line => line.includes('https://management.azure.com')),
    ).toBe(true);
    expect(await list({ recordsetnamesuffix: 'shop' })).toEqual([
      'b.shop',
      'd.shop',
    ]);
    const all: Array<string | undefined> = [];
    for await (const record of client.list(resourceGroup, zone)) {
      all.push(record.type?.split('/').pop());
    }
    expect(all).toEqual(['SOA', 'A', 'A', 'A', 'A', 'A']);
  });

  it.each([
    ['an address that is none', 'x', { aRecords: [{ ipv4Address: '1.2.3' }] }],
    ['a TTL of 0', 'x', { ttl: 0 }],
    ['a name with an empty label', 'x..y', {}],
    ['a label of 64 characters', 'x'.repeat(64), {}],
    ['a wildcard inside', 'x.*', {}],
    ['metadata that is too long', 'x', { metadata: { a: 'x'.repeat(257) } }],
    [
      'equal records',
      'x',
      { aRecords: [{ ipv4Address: '10.0.0.4' }, { ipv4Address: '10.0.0.4' }] },
    ],
  ])('refuses %s', async (_, name, wrong) => {
    const body = { ...fields('10.0.0.4'), ...wrong };

    await expect(dns().createOrUpdate(...at(name), body)).rejects.toMatchObject(
      { statusCode: 400, code: 'BadRequest' },
    );
  });

  it('keeps record sets over a restart', async () => {
    const before = await dns().createOrUpdate(...at('web'), fields('10.0.0.4'));
    await arm.stop();
    arm = await start();

    expect(await dns().get(...at('web'))).toEqual(before);
    await writeFile(join(dir, 'state', 'arm.json'), '{');
    await expect(start()).rejects.toThrow('delete it');
  });

  it('gives the kubeconfig of a managed cluster', async () => {
    const client = new ContainerServiceClient(signIn(), subscriptionId, {
      httpClient: rewriteTo(arm.url),
    }).managedClusters;

    const cluster = await client.get(resourceGroup, 'SHOP-weu');
    expect(cluster).toMatchObject({
      name: 'shop-weu',
      provisioningState: 'Succeeded',
    });
    const { kubeconfigs } = await client.listClusterUserCredentials(
      resourceGroup,
      'shop-weu',
    );
    const [{ name, value }] = kubeconfigs ?? [];
    expect(name).toBe('clusterUser');
    expect(Buffer.from(value ?? '').toString()).toBe('kind: Config\n');
    await expect(client.get(resourceGroup, 'other')).rejects.toMatchObject({
      statusCode: 404,
      code: 'ResourceNotFound',
    });
  });

  it('wants a token for itself, from who knows the header', async () => {
    const { token } = (await signIn().getToken(scope)) ?? {};
    const query = '&api-version=2019-08-01';
    const endpoint = `${arm.identity.endpoint}?resource=https://vault.test${query}`;
    const header = { 'X-IDENTITY-HEADER': arm.identity.header };
    const issued = await fetch(endpoint, { headers: header });
    const other = (await issued.json()).access_token;
    const read = async (authorization?: string) => {
      const headers = authorization ? { authorization } : undefined;
      const answer = await fetch(zonePath(), { headers });
      return [answer.status, (await answer.json()).error?.code];
    };

    expect(await read(`Bearer ${token}`)).toEqual([200, undefined]);
    expect(await read()).toEqual([401, 'AuthenticationFailed']);
    expect(await read(`Bearer ${token}x`)).toEqual([
      401,
      'InvalidAuthenticationToken',
    ]);
    expect(await read(`Bearer ${other}`)).toEqual([
      401,
      'InvalidAuthenticationTokenAudience',
    ]);
    expect((await fetch(endpoint)).status).toBe(401);
  });

  it('answers in the words of Resource Manager', async () => {
    const { token } = (await signIn().getToken(scope)) ?? {};
    const headers = { authorization: `Bearer ${token}` };
    const read = async (url: string, init: object = {}) => {
      const answer = await fetch(url, { headers, ...init });
      const id = answer.headers.get('x-ms-request-id');
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      return [answer.status, (await answer.json()).error?.code];
    };

    expect(await read(zonePath(''))).toEqual([
      400,
      'MissingApiVersionParameter',
    ]);
    expect(await read(zonePath().replace(zone, 'other.zone'))).toEqual([
      404,
      'ResourceNotFound',
    ]);
    expect(await read(zonePath().replace('MESH-RG', 'other'))).toEqual([
      404,
      'ResourceGroupNotFound',
    ]);
    expect(await read(zonePath().replace(subscriptionId, 'x'))).toEqual([
      404,
      'SubscriptionNotFound',
    ]);
    expect(await read(path('Microsoft.Compute/virtualMachines'))).toEqual([
      404,
      'InvalidResourceType',
    ]);
    const name = path(`Microsoft.Network/privateDnsZones/${zone}/A/x`);
    const json = { ...headers, 'content-type': 'application/json' };
    expect(
      await read(name, { method: 'PUT', headers: json, body: '{' }),
    ).toEqual([400, 'InvalidRequestContent']);
  });

  it('fails when it is told to, as often as it is told', async () => {
    const post = (fault: object) =>
      fetch(`${arm.url}/sandbox/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fault),
      });
    const client = dns();
    expect((await post({ status: 'x' })).status).toBe(400);
    const fault = { method: 'PUT', path: '/a/WEB', status: 409, code: 'Busy' };
    expect((await post({ ...fault, times: 1 })).status).toBe(201);

    await client.createOrUpdate(...at('other'), fields('10.0.0.4'));
    await expect(
      client.createOrUpdate(...at('web'), fields('10.0.0.4')),
    ).rejects.toMatchObject({ statusCode: 409, code: 'Busy' });
    await client.createOrUpdate(...at('web'), fields('10.0.0.4'));

    arm.faults.add({ status: 429, retryAfterSeconds: 1, times: 1 });
    seen.length = 0;
    const begin = Date.now();
    await client.get(...at('web'));
    expect(seen).toHaveLength(2);
    expect(Date.now() - begin).toBeGreaterThanOrEqual(900);
    expect(arm.faults.list()).toEqual([]);
  });
});
