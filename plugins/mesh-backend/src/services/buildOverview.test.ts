import type { EdgeStatus, Retiring } from '@meshwright/plugin-mesh-common';
import type { ManagedCluster } from '../reconcile';
import type { StatusSummary } from '../database';
import { buildOverview } from './buildOverview';

const cluster = (
  name: string,
  change: Partial<ManagedCluster> = {},
): ManagedCluster => ({ name, environment: 'test', ...change });

const problem = 'nothing is applied to it';

describe('buildOverview', () => {
  it('counts no cluster as silent that is being made or taken down', () => {
    const { clusters } = buildOverview({
      clusters: [
        cluster('configured'),
        cluster('broken', { problem }),
        cluster('coming', { lifecycle: 'provisioning', problem }),
        cluster('there', { lifecycle: 'ready' }),
        cluster('going', { lifecycle: 'retiring', problem }),
      ],
      ...{ statuses: [], passes: [], stages: [], bindings: [] },
      ...{ custodies: [], instance: 'test' },
    });

    expect(clusters.map(({ name, state }) => [name, state])).toEqual([
      ['configured', 'unknown'],
      ['broken', 'unreachable'],
      ['there', 'unknown'],
    ]);
  });

  it('gathers what entities tell, in their order', () => {
    const workload = (
      name: string,
      change: Partial<StatusSummary['workloads'][number]>,
    ): StatusSummary['workloads'][number] => ({
      key: `dev/shop/${name}`,
      entityRef: `component:default/${name}`,
      ...{ owner: `group:default/${name}`, cluster: 'dev', namespace: 'shop' },
      ...{ stage: 'enforce', step: 'network' },
      ...change,
    });
    const retiring = { since: 'a', until: 'b' } as unknown as Retiring;
    const request = { key: 'waits' } as EdgeStatus;

    const overview = buildOverview({
      statuses: [
        {
          entityRef: 'component:default/a',
          workloads: [
            workload('a', { bound: { status: 'false', message: 'Not its' } }),
          ],
          requests: [request],
        },
        {
          entityRef: 'component:default/b',
          workloads: [
            workload('b', {
              bound: { status: 'true', message: '' },
              retiring,
            }),
            workload('b', { namespace: 'other', retiring }),
          ],
          requests: [],
        },
      ],
      ...{ clusters: [], passes: [], stages: [], bindings: [] },
      ...{ custodies: [], instance: 'test' },
    });

    expect(overview.namespaces).toMatchObject([
      { namespace: 'other', workloads: 1, owner: undefined },
      { namespace: 'shop', workloads: 2, owner: 'group:default/b' },
    ]);
    expect(overview.requests).toEqual([request]);
    expect(overview.retiring).toEqual([
      { entityRef: 'component:default/b', workloads: 2, ...retiring },
    ]);
    expect(overview.unbound).toMatchObject([
      { workloadKey: 'dev/shop/a', message: 'Not its' },
    ]);
  });
});
