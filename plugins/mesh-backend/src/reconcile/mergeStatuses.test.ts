import type {
  EntityMeshStatus,
  WorkloadStatus,
} from '@meshwright/plugin-mesh-common';
import type { StoredPass } from '../database';
import { mergeStatuses } from './mergeStatuses';

const workload = (
  cluster: string,
  summary: WorkloadStatus['summary'],
  sentence: string,
) =>
  ({
    key: `${cluster}/web`,
    cluster,
    summary,
    sentence,
  } as Partial<WorkloadStatus> as WorkloadStatus);

const status = (workloads: WorkloadStatus[]): EntityMeshStatus => ({
  entityRef: 'component:default/web',
  passAt: '2027-01-01T00:00:00.000Z',
  workloads,
  diagnostics: [],
  summary: workloads[0].summary,
  sentence: workloads[0].sentence,
});

const pass = (cluster: string, state: StoredPass['state']): StoredPass => ({
  cluster,
  state,
  message: '',
  finishedAt: '2027-01-01T00:00:00.000Z',
  lastReadAt: '2026-12-31T00:00:00.000Z',
  changes: 0,
  failed: 0,
  settling: {},
  appliedDigests: {},
});

describe('mergeStatuses', () => {
  const fresh = workload('a', 'in-force', 'All is well');
  const guess = workload('b', 'unknown', 'Nothing is known');
  const known = workload('b', 'attention', 'A pod has no proxy');

  it('takes what the pass over another cluster found, and tells the worst', () => {
    const [merged] = mergeStatuses({
      cluster: 'a',
      derived: [status([fresh, guess])],
      stored: [status([workload('a', 'broken', 'Before'), known])],
      passes: [pass('a', 'managing'), pass('b', 'managing')],
    });

    expect(merged.workloads).toEqual([fresh, known]);
    expect(merged).toMatchObject({
      summary: 'attention',
      sentence: 'In b: A pod has no proxy',
      staleSince: undefined,
    });
  });

  it('says since when one of the clusters is silent', () => {
    const [merged] = mergeStatuses({
      cluster: 'a',
      derived: [status([fresh, guess])],
      stored: [],
      passes: [pass('a', 'managing'), pass('b', 'unreachable')],
    });

    expect(merged).toMatchObject({
      summary: 'unknown',
      staleSince: '2026-12-31T00:00:00.000Z',
    });
  });
});
