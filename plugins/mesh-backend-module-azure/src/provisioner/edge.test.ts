import type {
  ProvisionPlan,
  ProvisionStep,
} from '@meshwright/plugin-mesh-common';
import {
  clusterSpec,
  edgeAnswers,
} from '@meshwright/plugin-mesh-common/testUtils';
import { type ArmCore, createArm } from '@meshwright/sandbox';
import { createInProcessClient } from '../__testUtils__/createInProcessClient';
import { AzureClients } from '../client/AzureClients';
import { AzureClusterProvisioner } from './AzureClusterProvisioner';

jest.setTimeout(60_000);

const instance = 'acme';
// The vault of the cluster itself.
const { vaultId: _, ...answers } = edgeAnswers();
const spec = clusterSpec({ edge: answers });

describe('a cluster with a way in from the internet', () => {
  let arm: ArmCore;
  let provisioner: AzureClusterProvisioner;
  let sent: Array<{ method: string; url: string; body: string }>;

  function start(unregistered: string[] = []) {
    arm = createArm({
      subscriptionId: spec.subscriptionId,
      resourceGroup: 'rg-other',
      zones: [],
      clusters: [],
      speed: 50_000,
      unregistered,
    });
    const token = {
      token: arm.issueToken(),
      expiresOnTimestamp: Date.now() + 3_600_000,
    };
    const inner = createInProcessClient(arm);
    sent = [];
    const httpClient: typeof inner = {
      sendRequest(request) {
        const { method, url, body } = request;
        sent.push({ method, url, body: typeof body === 'string' ? body : '' });
        return inner.sendRequest(request);
      },
    };
    const clients = AzureClients.create(
      {},
      {
        credential: { getToken: async () => token },
        httpClient,
      },
    );
    provisioner = AzureClusterProvisioner.create({ clients });
  }

  async function plan(
    purpose: ProvisionPlan['purpose'] = 'provision',
  ): Promise<ProvisionPlan> {
    const observed = await provisioner.observe(spec, { instance });
    return provisioner.plan(spec, { observed, purpose, instance });
  }

  async function carryOut(step: ProvisionStep) {
    const context = { instance, cluster: spec.name, attempt: 0 };
    let last = await provisioner.start(step, context);
    for (let turn = 0; turn < 600; turn++) {
      if (last.state === 'succeeded' || last.state === 'failed') {
        return last;
      }
      await new Promise(resolve => setTimeout(resolve, 5));
      if (last.state === 'running') {
        const { poller } = last;
        last = await provisioner.poll(step, { ...context, poller });
      } else {
        context.attempt += 1;
        last = await provisioner.start(step, context);
      }
    }
    throw new Error(`${step.id} does not end: ${JSON.stringify(last)}`);
  }

  async function run({ steps }: ProvisionPlan): Promise<void> {
    for (const step of steps.filter(({ target }) => target === 'arm')) {
      expect([step.id, await carryOut(step)]).toEqual([
        step.id,
        expect.objectContaining({ state: 'succeeded' }),
      ]);
    }
  }

  const writes = ({ steps }: ProvisionPlan) =>
    steps
      .filter(({ target }) => target === 'arm')
      .filter(({ operation }) => !['keep', 'leave'].includes(operation))
      .map(({ id }) => id);

  it('is made, checked, taken down and made again with its old vault', async () => {
    start(['Microsoft.Monitor']);
    await run(await plan());
    expect(writes(await plan())).toEqual([]);

    const made = (await plan()).steps.find(
      ({ resource }) =>
        resource.type === 'Microsoft.Network/applicationGateways',
    );
    const check: ProvisionStep = {
      ...(made as ProvisionStep),
      operation: 'check',
      body: { check: 'backendHealth' },
    };
    expect(await carryOut(check)).toMatchObject({
      state: 'succeeded',
      evidence: [{ ok: true }],
    });

    await run(await plan('retire'));
    expect(await carryOut(check)).toMatchObject({ state: 'failed' });
    sent = [];
    await run(await plan());
    expect(writes(await plan())).toEqual([]);
    const recoveries = sent.filter(({ body }) =>
      body.includes('"createMode":"recover"'),
    );
    expect(recoveries.map(({ method }) => method)).toEqual(['PUT']);
  });

  const isProvider = ({ resource }: ProvisionStep) =>
    resource.type === 'Microsoft.Resources/providers';
  const registrations = () =>
    sent.filter(({ url }) => /Microsoft\.Monitor\/register\?/i.test(url))
      .length;

  it('registers a resource provider, as planned or when it turns out so', async () => {
    start(['Microsoft.Monitor']);
    const { steps, ...rest } = await plan();
    const planned = steps
      .filter(isProvider)
      .map(({ resource, operation }) => [resource.name, operation]);
    expect(planned).toContainEqual(['Microsoft.Monitor', 'create']);

    await run({
      ...rest,
      steps: steps.filter(step => !isProvider(step)),
    });
    expect(registrations()).toBeGreaterThan(0);

    start(['Microsoft.Monitor']);
    await run({ ...rest, steps: steps.filter(isProvider) });
    expect(registrations()).toBe(1);
  });

  it('asks AKS to give up, and only AKS', async () => {
    start();
    const { steps } = await plan();
    const aborts = () =>
      sent.flatMap(({ method, url }) =>
        url.includes('/abort?') ? [`${method} ${url.split('?')[0]}`] : [],
      );
    const arms = steps.filter(({ target }) => target === 'arm');
    const at = arms.findIndex(({ id }) => id === 'cluster');
    const context = { instance, cluster: spec.name, attempt: 0 };
    for (const step of arms.slice(0, at)) {
      await carryOut(step);
      await provisioner.cancel(step, { ...context, poller: '' });
    }
    expect(aborts()).toEqual([]);

    const step = arms[at];
    const begun = await provisioner.start(step, context);
    expect(begun.state).toBe('running');
    const poller = 'poller' in begun ? begun.poller : '';
    await provisioner.cancel(step, { ...context, poller });
    expect(aborts()).toEqual([
      `POST https://management.azure.com${step.resource.id}/abort`,
    ]);
  });
});
