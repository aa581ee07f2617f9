import type { ManagedCluster } from '../reconcile';
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
});
