import type { ProvisionPlan } from '@meshwright/plugin-mesh-common';
import type { ReadClusterObject } from '@meshwright/plugin-mesh-node';
import { clusterSpec } from '@meshwright/plugin-mesh-common/testUtils';
import { type Arm, startArm } from '@meshwright/sandbox';
import { AzureClients } from '../client/AzureClients';
import { AzureClusterProvisioner } from './AzureClusterProvisioner';

jest.setTimeout(60_000);

const instance = 'acme';
const spec = clusterSpec();

describe('AzureClusterProvisioner', () => {
  let arm: Arm;
  let provisioner: AzureClusterProvisioner;

  beforeEach(async () => {
    arm = await startArm({
      port: 0,
      subscriptionId: spec.subscriptionId,
      resourceGroup: 'rg-other',
      zones: [],
      clusters: [],
      speed: 20_000,
    });
    const headers = { 'x-identity-header': arm.identity.header };
    const resource = 'https://management.azure.com';
    const response = await fetch(
      `${arm.identity.endpoint}?resource=${resource}&api-version=2019-08-01`,
      { headers },
    );
    const { access_token: token } = await response.json();
    const expiresOnTimestamp = Date.now() + 3_600_000;
    const clients = AzureClients.create(
      { resourceManagerUrl: new URL(arm.url) },
      { credential: { getToken: async () => ({ token, expiresOnTimestamp }) } },
    );
    provisioner = AzureClusterProvisioner.create({ clients });
  });

  afterEach(() => arm.stop());

  async function plan(
    purpose: ProvisionPlan['purpose'] = 'provision',
  ): Promise<ProvisionPlan> {
    const observed = await provisioner.observe(spec, { instance });
    return provisioner.plan(spec, { observed, purpose, instance });
  }

  /** One step after the other, in another process each time. */
  async function run({ steps }: ProvisionPlan): Promise<string[]> {
    const changed: string[] = [];
    for (const step of steps.filter(({ target }) => target === 'arm')) {
      const context = { instance, cluster: spec.name, attempt: 0 };
      let last = await provisioner.start(step, context);
      for (let turn = 0; turn < 400 && last.state !== 'succeeded'; turn++) {
        await new Promise(resolve => setTimeout(resolve, 5));
        if (last.state === 'failed') {
          throw new Error(`${step.id}: ${JSON.stringify(last.error)}`);
        }
        if (last.state === 'retry') {
          context.attempt += 1;
        }
        last =
          last.state === 'running'
            ? await provisioner.poll(step, { ...context, poller: last.poller })
            : await provisioner.start(step, context);
      }
      if (last.state !== 'succeeded') {
        throw new Error(`${step.id} does not end: ${JSON.stringify(last)}`);
      }
      if (last.changed) {
        changed.push(step.id);
      }
    }
    return changed;
  }

  /** What is planned about the objects, by what can be read of them. */
  async function expectObjects(made: ProvisionPlan) {
    const bodies = new Map(made.steps.map(s => [s.resource.id, s.body]));
    const reach = jest.fn();
    const operations = async (read: ReadClusterObject) => {
      reach.mockReturnValue(read);
      const observed = await provisioner.observe(spec, { instance, reach });
      const options = { observed, purpose: 'provision' as const, instance };
      const { steps } = provisioner.plan(spec, options);
      const objects = steps.filter(({ target }) => target === 'kubernetes');
      return [...new Set(objects.map(({ operation }) => operation))];
    };

    expect(
      await operations(async ({ kind, namespace, name }) =>
        bodies.get(`${kind}/${namespace}/${name}`),
      ),
    ).toEqual(['keep']);
    expect(await operations(async () => undefined)).toEqual(['create']);
    const unreachable = async () => {
      throw new Error('no route');
    };
    expect(await operations(unreachable)).toEqual(['update']);
    const aks = expect.objectContaining({ clusterName: spec.name });
    expect(reach).toHaveBeenCalledWith(expect.objectContaining({ aks }));
  }

  it('makes a cluster in the sandbox, then finds nothing to do, then takes it down', async () => {
    const first = await plan();
    expect(first.problems.filter(p => p.severity === 'error')).toEqual([]);
    expect(await run(first)).not.toEqual([]);
    expect(await run(first)).toEqual([]);

    const second = await plan();
    const writes = ({ steps }: ProvisionPlan) =>
      steps
        .filter(({ target }) => target === 'arm')
        .filter(({ operation }) => !['keep', 'leave'].includes(operation))
        .map(({ id, operation, changes }) => ({ id, operation, changes }));
    expect(writes(second)).toEqual([]);

    await expectObjects(first);

    await run(await plan('retire'));
    expect(writes(await plan('retire'))).toEqual([]);
  });
});
