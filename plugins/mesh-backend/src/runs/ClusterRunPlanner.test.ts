import { clusterSpec } from '@meshwright/plugin-mesh-common/testUtils';
import type {
  ProvisionedCluster,
  RunKind,
} from '@meshwright/plugin-mesh-common';
import type { StoredRun } from '../database';
import { step } from './__testUtils__/createRunWorld';
import { FakeProvisioner } from './__testUtils__/FakeProvisioner';
import { ClusterRunPlanner } from './ClusterRunPlanner';
import { toPreviewedSteps } from './previewedSteps';

const spec = clusterSpec();
const { signal } = new AbortController();

const run = (kind: RunKind, change: Partial<StoredRun> = {}): StoredRun => ({
  id: 'one',
  key: 'task-1',
  kind,
  cluster: spec.name,
  state: 'running',
  by: 'user:default/petra',
  createdAt: '2027-01-01T00:00:00.000Z',
  isPlanned: false,
  spec,
  ...change,
});

const kept = (state: ProvisionedCluster['state']): ProvisionedCluster => ({
  name: spec.name,
  spec,
  settings: { name: spec.name, kept: true },
  state,
});

const reach = () => async () => undefined;

function start(known?: ProvisionedCluster) {
  const provisioner = new FakeProvisioner();
  const previews = { get: jest.fn() };
  const planner = ClusterRunPlanner.create({
    provisioners: new Map([['azure', provisioner]]),
    clusters: { get: async () => known, list: async () => [] },
    previews,
    instance: 'test',
    reach,
    planVerification: async ({ cluster }) => [step(`check/${cluster}`)],
  });
  return { provisioner, previews, planner };
}

describe('ClusterRunPlanner', () => {
  it('looks at the objects of what is made, not of what is taken down', async () => {
    const { planner, provisioner } = start(kept('ready'));
    const observe = jest.spyOn(provisioner, 'observe');

    await planner.prepare(run('provision'), { signal });
    await planner.prepare(run('retire'), { signal });

    const base = { instance: 'test', signal };
    expect(observe.mock.calls).toEqual([
      [spec, { ...base, reach }],
      [spec, base],
    ]);
  });

  it('shows a new cluster from the start, and as ready at the end', async () => {
    const { planner, provisioner } = start();
    const settings = provisioner.settings(spec);
    const base = { name: spec.name, spec, settings };

    const prepared = await planner.prepare(run('provision'), { signal });
    const concluded = await planner.conclude(run('provision'), { signal });

    expect(prepared).toMatchObject({
      steps: [{ id: 'group' }, { id: 'network' }, { id: 'cluster' }],
      cluster: { put: { ...base, state: 'provisioning' }, instance: 'test' },
    });
    expect(concluded).toEqual({
      put: { ...base, state: 'ready' },
      instance: 'test',
    });
  });

  it('lets a ready cluster be managed while it is changed', async () => {
    const { planner } = start(kept('ready'));
    const prepared = await planner.prepare(run('provision'), { signal });
    expect(prepared).not.toHaveProperty('cluster');
  });

  it.each(['provisioning', 'retiring'] as const)(
    'provisions what is left of a cluster that is %s',
    async state => {
      const { planner } = start(kept(state));
      expect(await planner.prepare(run('provision'), { signal })).toMatchObject(
        { cluster: { put: { state: 'provisioning' } } },
      );
    },
  );

  it('stops managing a cluster that retires, and forgets it at the end', async () => {
    const { planner } = start(kept('ready'));

    const prepared = await planner.prepare(run('retire'), { signal });

    expect(prepared).toMatchObject({
      cluster: { put: { ...kept('retiring') }, instance: 'test' },
    });
    expect(await planner.conclude(run('retire'), { signal })).toEqual({
      remove: spec.name,
    });
  });

  it('leaves a cluster as it is when it is verified', async () => {
    const { planner } = start(kept('ready'));
    expect(await planner.prepare(run('verify'), { signal })).toEqual({
      steps: [step(`check/${spec.name}`)],
    });
    expect(await planner.conclude(run('verify'), { signal })).toBeUndefined();
  });

  it('does what was approved, and nothing else', async () => {
    const { planner, provisioner, previews } = start();
    const { plan } = provisioner;
    const approved = plan.call(provisioner, spec, {
      observed: { things: ['group'] },
      purpose: 'provision',
      instance: 'test',
    });
    const { digest } = approved;
    previews.get.mockResolvedValue(toPreviewedSteps(approved));

    const refused = await planner.prepare(run('provision', { digest }), {
      signal,
    });
    provisioner.outside.things.set('group', {
      readyAt: 0,
      writes: 1,
      isGivenUp: false,
    });
    const prepared = await planner.prepare(run('provision', { digest }), {
      signal,
    });

    expect(refused).toEqual({
      refusal:
        'What is there has changed since the preview, and nothing was written. Now Thing group would be created. Look at a new preview, and approve that.',
    });
    expect(prepared).toHaveProperty('steps');
  });

  it('refuses a plan with an error, but not one with a warning', async () => {
    const { planner, provisioner } = start();
    const problem = { field: 'region', message: 'is full' };

    provisioner.problems = [{ ...problem, severity: 'warning' }];
    expect(await planner.prepare(run('provision'), { signal })).toHaveProperty(
      'steps',
    );
    provisioner.problems = [{ ...problem, severity: 'error' }];

    expect(await planner.prepare(run('provision'), { signal })).toEqual({
      refusal: "Nothing was written: 'region': is full",
    });
  });

  it('says what cannot be read', async () => {
    const { planner, provisioner } = start();
    provisioner.unreadable = 'no rights';
    await expect(planner.prepare(run('provision'), { signal })).rejects.toThrow(
      `What is there of '${spec.name}' cannot be read: no rights`,
    );
  });
});
