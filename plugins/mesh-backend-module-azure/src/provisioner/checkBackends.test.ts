import type { JsonObject } from '@backstage/types';
import type { ProvisionStep } from '@meshwright/plugin-mesh-common';
import { clusterSpec } from '@meshwright/plugin-mesh-common/testUtils';
import {
  type Received,
  type Reply,
  startWire,
} from '../__testUtils__/startWire';
import { ArmStepDriver } from './ArmStepDriver';

const spec = clusterSpec();
const name = `agw-${spec.name}`;
const type = 'Microsoft.Network/applicationGateways';
const id = `/subscriptions/${spec.subscriptionId}/resourceGroups/${spec.resourceGroup}/providers/${type}/${name}`;
const step: ProvisionStep = {
  id: 'verify/backends',
  target: 'arm',
  title: 'Backends of the application gateway are healthy',
  operation: 'check',
  reason: 'It sends calls to healthy backends only.',
  resource: { id, type, name, apiVersion: '2024-05-01' },
  provider: 'Microsoft.Network',
  dependsOn: [],
  body: { check: 'backendHealth' },
  changes: [],
  answers: ['edge'],
  expectedSeconds: 30,
};
const context = { instance: 'acme', cluster: spec.name, attempt: 0 };
const results = `https://management.azure.com/subscriptions/${spec.subscriptionId}/providers/Microsoft.Network/locations/westeurope/operationResults/1?api-version=1`;
const healthOf = (...states: string[]): JsonObject => ({
  backendAddressPools: [
    {
      backendHttpSettingsCollection: [
        {
          servers: states.map((health, index) => ({
            address: `10.240.4.${index + 4}`,
            health,
          })),
        },
      ],
    },
  ],
});

describe('a check of the backends of an application gateway', () => {
  let wire: Awaited<ReturnType<typeof startWire>>;
  afterEach(() => wire.stop());

  async function check(
    answer: Reply,
    { gateway = { status: 200, body: {} } as Reply, what = step } = {},
  ) {
    let polls = 0;
    const respond = ({ method, path }: Received): Reply => {
      if (path.includes('/operationResults/')) {
        polls += 1;
        return polls === 1
          ? { status: 202, headers: { location: results } }
          : answer;
      }
      return method === 'GET'
        ? gateway
        : {
            status: 202,
            headers: {
              location: results,
              'azure-asyncoperation': results.replace('Results', 's'),
            },
          };
    };
    wire = await startWire(respond);
    const connect = (subscription: string) =>
      wire.clients.resourceManager(subscription, { retries: false });
    // Another process each time.
    const driver = () => ArmStepDriver.create({ connect });
    let last = await driver().start(what, context);
    for (let turn = 0; turn < 5 && last.state === 'running'; turn++) {
      const { poller } = last;
      last = await driver().poll(what, { ...context, poller });
    }
    return last;
  }

  it('asks, waits, and hands over what it has seen', async () => {
    const seen = await check({ status: 200, body: healthOf('Healthy') });

    expect(seen).toMatchObject({
      state: 'succeeded',
      changed: false,
      evidence: [{ ok: true, seen: 'Healthy' }],
    });
    const sent = wire.requests.filter(({ method }) => method === 'POST');
    expect(sent.map(({ path }) => path)).toEqual([
      `${step.resource.id}/backendhealth`,
    ]);
  });

  it.each<[string, Reply, RegExp]>([
    [
      'one is not healthy',
      { status: 200, body: healthOf('Healthy', 'Unhealthy', 'Unknown') },
      /10\.240\.4\.5: expected Healthy; seen: Unhealthy \(and 1 more\)/,
    ],
    ['there is none', { status: 200, body: healthOf() }, /no backend/],
    ['nothing is said', { status: 200, body: {} }, /no backend/],
  ])('fails when %s', async (_, answer, message) => {
    expect(await check(answer)).toMatchObject({
      state: 'failed',
      error: { message: expect.stringMatching(message), answer: 'edge' },
      evidence: expect.arrayContaining([
        expect.objectContaining({ ok: false }),
      ]),
    });
  });

  it('fails when there is no gateway, and for a check nobody knows', async () => {
    const healthy: Reply = { status: 200, body: healthOf('Healthy') };
    const error = { code: 'ResourceNotFound', message: 'Not there.' };
    const gateway: Reply = { status: 404, body: { error } };
    expect(await check(healthy, { gateway })).toMatchObject({
      state: 'failed',
      error: { message: expect.stringContaining('no application gateway') },
    });
    await wire.stop();
    const what: ProvisionStep = { ...step, body: { check: 'else' } };
    expect(await check(healthy, { what })).toMatchObject({ state: 'failed' });
    expect(wire.requests).toEqual([]);
  });
});
