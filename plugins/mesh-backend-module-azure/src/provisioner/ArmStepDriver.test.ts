import type { JsonObject } from '@backstage/types';
import type { ProvisionStep } from '@meshwright/plugin-mesh-common';
import type { StepProgress } from '@meshwright/plugin-mesh-node';
import {
  type Received,
  type Reply,
  startWire,
} from '../__testUtils__/startWire';
import { ArmStepDriver } from './ArmStepDriver';

const subscription = '/subscriptions/00000000-0000-0000-0000-000000000001';
const id = `${subscription}/resourceGroups/rg-shop/providers/Microsoft.Network/virtualNetworks/vnet-shop`;
const context = { instance: 'acme', cluster: 'shop', attempt: 0 };
const tags = {
  'managed-by': 'meshwright',
  'meshwright-instance': 'acme',
  'meshwright-cluster': 'shop',
};
const body = {
  location: 'westeurope',
  tags,
  properties: { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } },
};
const signed = `https://management.azure.com${subscription}/providers/Microsoft.Network/locations/westeurope/operations/1?api-version=1&t=1&s=SIGNATURE`;

const step = (overrides: Partial<ProvisionStep> = {}): ProvisionStep => ({
  id: 'network',
  target: 'arm',
  title: 'Virtual network vnet-shop',
  operation: 'create',
  reason: 'Nodes live in it.',
  resource: {
    id,
    type: 'Microsoft.Network/virtualNetworks',
    name: 'vnet-shop',
    apiVersion: '2026-01-01',
  },
  provider: 'Microsoft.Network',
  dependsOn: [],
  body,
  changes: [],
  answers: ['network.range'],
  expectedSeconds: 20,
  ...overrides,
});

const notFound: Reply = {
  status: 404,
  body: { error: { code: 'ResourceNotFound', message: 'Not there.' } },
};
const refusal = (status: number, code: string, headers = {}): Reply => ({
  status,
  headers: { 'x-ms-request-id': 'request-1', ...headers },
  body: { error: { code, message: `${code}.` } },
});

/** Azure with one resource, whose writes take an operation of two polls. */
class OneResource {
  live?: JsonObject;
  polls = 0;
  /** Answers to requests of a method, before anything else. */
  readonly faults = new Map<string, Reply[]>();
  operation: JsonObject = { status: 'Succeeded' };

  respond = (request: Received): Reply => {
    const { method, path } = request;
    const isOperation = path.includes('/operations/');
    const fault = this.faults.get(isOperation ? 'POLL' : method)?.shift();
    if (fault) {
      return fault;
    }
    if (isOperation) {
      this.polls += 1;
      return this.polls < 2
        ? {
            status: 200,
            headers: { 'retry-after-ms': '7' },
            body: {
              status: 'InProgress',
              error: { code: 'NotLatestOperation', message: 'preempted' },
            },
          }
        : { status: 200, body: this.operation };
    }
    switch (method) {
      case 'PUT':
        return this.#put(request);
      case 'DELETE':
        this.live = undefined;
        return { status: 202, headers: { 'azure-asyncoperation': signed } };
      default:
        return this.live ? { status: 200, body: this.live } : notFound;
    }
  };

  #put({ body: sent = {} }: Received): Reply {
    const status = this.live ? 200 : 201;
    const etag = `W/"${status}"`;
    const properties = {
      ...(sent.properties as JsonObject),
      provisioningState: 'Succeeded',
    };
    this.live = { ...sent, etag, properties };
    const answer = {
      ...this.live,
      properties: { ...properties, provisioningState: 'Updating' },
    };
    const headers = { 'azure-asyncoperation': signed };
    return { status, headers, body: answer };
  }
}

describe('ArmStepDriver', () => {
  let azure: OneResource;
  let wire: Awaited<ReturnType<typeof startWire>>;

  beforeEach(async () => {
    azure = new OneResource();
    wire = await startWire(azure.respond);
  });

  afterEach(() => wire.stop());

  /** Another process each time. */
  const driver = (now?: () => number) =>
    ArmStepDriver.create({
      connect: name => wire.clients.resourceManager(name, { retries: false }),
      now,
    });
  const count = (method: string) =>
    wire.requests.filter(request => request.method === method).length;

  /** Starts and polls as an engine would, without the waiting. */
  async function run(what: ProvisionStep, most = 30): Promise<StepProgress[]> {
    const seen: StepProgress[] = [];
    let attempt = 0;
    let last = await driver().start(what, context);
    for (let turn = 0; turn < most; turn++) {
      seen.push(last);
      if (last.state === 'running') {
        const { poller } = last;
        last = await driver().poll(what, { ...context, attempt, poller });
      } else if (last.state === 'retry') {
        attempt += 1;
        last = await driver().start(what, { ...context, attempt });
      } else {
        return seen;
      }
    }
    throw new Error(`Does not end: ${JSON.stringify(seen.at(-1))}`);
  }

  it('creates once, in however many processes', async () => {
    const seen = await run(step());

    expect(seen.map(({ state }) => state)).toEqual([
      'running',
      'running',
      'succeeded',
    ]);
    expect(seen[1]).toMatchObject({ afterMs: 7 });
    expect(seen[2]).toMatchObject({ changed: true });
    expect(wire.requests[1]).toMatchObject({ method: 'PUT', body });

    expect(await run(step())).toMatchObject([
      { state: 'succeeded', changed: false },
    ]);
    expect(count('PUT')).toBe(1);
  });

  it('looks first when a process died after it had written', async () => {
    await driver().start(step(), context);

    expect(await run(step())).toMatchObject([{ state: 'succeeded' }]);
    expect(count('PUT')).toBe(1);
  });

  it('waits for what somebody else does, and compares then', async () => {
    const updating = { provisioningState: 'Updating' };
    azure.live = { ...body, properties: { ...body.properties, ...updating } };
    const first = await driver().start(step(), context);
    expect(first).toMatchObject({ state: 'running' });
    expect(count('PUT')).toBe(0);

    azure.live = { ...body, properties: { provisioningState: 'Succeeded' } };
    const poller = first.state === 'running' ? first.poller : '';
    const second = await driver().poll(step(), { ...context, poller });
    expect(second).toMatchObject({ state: 'retry', afterMs: 0 });
  });

  it('writes what differs over what was read, and keeps what others put there', async () => {
    azure.live = {
      ...body,
      etag: 'W/"7"',
      tags: { ...tags, team: 'shop' },
      properties: {
        addressSpace: { addressPrefixes: ['10.9.0.0/16'] },
        enableDdosProtection: false,
      },
    };

    await run(step({ operation: 'update' }));

    const put = wire.requests.find(({ method }) => method === 'PUT');
    expect(put?.headers['if-match']).toBe('W/"7"');
    expect(put?.body).toEqual({
      location: 'westeurope',
      tags: { ...tags, team: 'shop' },
      properties: { ...body.properties, enableDdosProtection: false },
    });
  });

  it('leaves alone what is not ours, unless that was shown', async () => {
    azure.live = {
      location: 'westeurope',
      tags: { ...tags, 'meshwright-instance': 'other' },
      properties: body.properties,
    };
    const path = 'tags.meshwright-instance';
    const shown = step({ operation: 'update', changes: [{ path }] });

    expect(await run(step())).toMatchObject([{ state: 'failed' }]);
    expect(await run(step({ operation: 'update' }))).toMatchObject([
      {
        state: 'failed',
        error: { message: expect.stringContaining('was not made by') },
      },
    ]);
    expect(await run(step({ operation: 'delete', body: undefined }))).toEqual([
      {
        state: 'failed',
        error: {
          message: expect.stringMatching(/left alone/),
          resource: 'Virtual network vnet-shop',
        },
      },
    ]);
    expect(count('PUT') + count('DELETE')).toBe(0);
    expect((await run(shown)).at(-1)).toMatchObject({ state: 'succeeded' });
  });

  it('deletes what is ours, and is content when it is gone', async () => {
    azure.live = { ...body };
    const remove = step({ operation: 'delete', body: undefined });

    expect((await run(remove)).at(-1)).toEqual({
      state: 'succeeded',
      changed: true,
    });
    expect(await run(remove)).toMatchObject([
      { state: 'succeeded', changed: false },
    ]);
    expect(count('DELETE')).toBe(1);
  });

  it('gives up with the words of a failed operation', async () => {
    azure.operation = {
      status: 'Failed',
      error: {
        code: 'BadRequest',
        message: 'See details.',
        details: [
          {
            code: 'NetcfgSubnetRangeOutsideVnet',
            message: 'Subnet is outside, see https://a.test/x?sig=SIGNATURE',
          },
        ],
      },
    };

    const last = (await run(step())).at(-1);

    expect(last).toMatchObject({
      state: 'failed',
      error: { code: 'BadRequest', answer: 'network.range' },
    });
    expect(JSON.stringify(last)).toContain('Subnet is outside');
    expect(JSON.stringify(last)).not.toContain('SIGNATURE');
  });

  it('does not take a failed resource for made, and writes it again', async () => {
    await driver().start(step(), context);
    const failed = { ...body.properties, provisioningState: 'Failed' };
    azure.live = { ...body, properties: failed };

    expect((await run(step())).at(-1)).toMatchObject({ state: 'succeeded' });
    expect(count('PUT')).toBe(2);
  });

  it('looks at the resource when its operation is forgotten', async () => {
    azure.faults.set('POLL', [refusal(404, 'OperationNotFound')]);

    expect((await run(step())).map(({ state }) => state)).toEqual([
      'running',
      'succeeded',
    ]);
    expect(count('PUT')).toBe(1);
  });

  it('goes on asking, and then looks, when nothing is heard', async () => {
    azure.faults.set('POLL', Array(9).fill('reset'));

    const seen = await run(step());

    expect(seen.filter(({ state }) => state === 'retry')).toHaveLength(1);
    expect(seen.at(-1)).toMatchObject({ state: 'succeeded' });
    expect(count('PUT')).toBe(1);
  });

  it.each<[string, string, Reply]>([
    ['a lost connection', 'PUT', 'reset'],
    ['a lost connection when reading', 'GET', 'reset'],
    ['408', 'PUT', refusal(408, 'RequestTimeout')],
    ['409 in progress', 'PUT', refusal(409, 'AnotherOperationInProgress')],
    ['409 etag', 'PUT', refusal(409, 'EtagMismatch')],
    ['412', 'PUT', refusal(412, 'PreconditionFailed')],
    ['429', 'PUT', refusal(429, 'TooManyRequests')],
    ['429 and when', 'PUT', refusal(429, 'X', { 'retry-after': '3' })],
    ['500', 'PUT', refusal(500, 'InternalServerError')],
    ['502 of a proxy', 'GET', { status: 502, body: '<html>' }],
    ['503', 'GET', refusal(503, 'ServiceUnavailable')],
    ['504 of a proxy', 'PUT', { status: 504, body: '<html>' }],
    ['a page instead of an answer', 'GET', { status: 200, body: '<html>' }],
    ["a proxy's 404", 'GET', { status: 404, body: '<html>' }],
  ])('tries again after %s', async (_, method, reply) => {
    azure.faults.set(method, [reply]);

    const seen = await run(step());

    expect(seen[0]).toMatchObject({ state: 'retry' });
    expect(seen.at(-1)).toMatchObject({ state: 'succeeded', changed: true });
    expect(azure.live).toMatchObject({ tags });
  });

  it('reads what is known only later', async () => {
    const identity = `${subscription}/resourceGroups/rg-shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-shop`;
    const reference = {
      $from: identity,
      $version: '2024-11-30',
      $path: 'properties.principalId',
    };
    const what = step({ body: { ...body, properties: { who: reference } } });
    azure.faults.set('GET', [
      notFound,
      { status: 200, body: { properties: {} } },
      notFound,
      { status: 200, body: { properties: { principalId: 'p-1' } } },
    ]);

    const seen = await run(what);

    expect(seen[0]).toMatchObject({
      state: 'retry',
      error: { message: expect.stringContaining('properties.principalId') },
    });
    const put = wire.requests.find(({ method }) => method === 'PUT');
    expect(put?.body?.properties).toEqual({ who: 'p-1' });
  });

  it('grants anew when the identity is another one', async () => {
    const assignment = `${subscription}/resourceGroups/rg-shop/providers/Microsoft.Authorization/roleAssignments/1`;
    const description = 'meshwright:acme:shop';
    azure.live = { properties: { principalId: 'old', description } };
    const what = step({
      resource: {
        id: assignment,
        type: 'Microsoft.Authorization/roleAssignments',
        name: '1',
        apiVersion: '2022-04-01',
      },
      body: { properties: { principalId: 'new', description } },
    });

    await run(what);

    const writes = wire.requests.map(({ method }) => method);
    expect(writes.filter(method => method !== 'GET')).toEqual([
      'DELETE',
      'PUT',
    ]);
    expect(azure.live).toMatchObject({ properties: { principalId: 'new' } });
  });

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('stop'));

    await expect(
      driver().start(step(), { ...context, signal }),
    ).rejects.toThrow('stop');
    expect(wire.requests).toEqual([]);
  });

  it('does not ask where Azure is not', async () => {
    azure.faults.set('PUT', [
      {
        status: 201,
        headers: { 'azure-asyncoperation': 'https://evil.test/operations/1' },
        body,
      },
    ]);
    azure.faults.set('GET', [notFound, { status: 200, body }]);

    const first = await driver().start(step(), context);
    const poller = first.state === 'running' ? first.poller : '';
    const second = await driver().poll(step(), { ...context, poller });

    expect(second).toMatchObject({ state: 'running' });
    expect(count('GET')).toBe(1);
  });
});
