import fc from 'fast-check';
import { arbitraryClusterSpec } from '../testUtils/arbitraryClusterSpec';
import { buildClusterParameters } from './buildClusterParameters';
import { readClusterAnswers } from './readClusterAnswers';
import { validateClusterSpec } from './validateClusterSpec';

describe('readClusterAnswers', () => {
  it('puts flat parameters where they belong', () => {
    expect(
      readClusterAnswers({
        name: 'shop-neu',
        network: { range: '10.240.0.0/16', pods: '', subnets: { nodes: '' } },
        nodesMin: 3,
        nodesMax: 9,
        zone: 'mesh.internal',
        apiAccess: 'authorizedRanges',
        authorizedRanges: ['203.0.113.0/24'],
        kubernetesVersion: '',
        tags: { empty: '' },
        publicEdge: true,
        edgeHosts: ['www.example.com'],
        preview: 'abc',
        repoUrl: 'git.example.com?owner=a&repo=b',
        extra: { ticket: 'OPS-1' },
      }),
    ).toEqual({
      name: 'shop-neu',
      network: { range: '10.240.0.0/16', subnets: {} },
      nodes: { min: 3, max: 9 },
      dns: { zone: 'mesh.internal' },
      kubernetes: {
        access: { type: 'authorizedRanges', ranges: ['203.0.113.0/24'] },
      },
      tags: { empty: '' },
      edge: { hosts: ['www.example.com'] },
    });
  });

  it('does not believe fields that are no longer shown', () => {
    expect(
      readClusterAnswers({
        publicEdge: false,
        edgeHosts: ['www.example.com'],
        apiAccess: 'private',
        authorizedRanges: ['203.0.113.0/24'],
      }),
    ).toEqual({ kubernetes: { access: { type: 'private' } } });
  });

  it.each(['shop-neu', 'resource:default/shop-neu', 'resource:shop-neu'])(
    'takes the cluster of a form about one that is there for its name: %s',
    cluster => {
      expect(readClusterAnswers({ cluster, confirm: 'shop-neu' })).toEqual({
        name: 'shop-neu',
      });
    },
  );

  it.each(['nodeMax', 'kubernetes.version', '__proto__', 'constructor'])(
    'hands on what it does not know, to be refused: %s',
    name => {
      const parameters = JSON.parse(`{ "${name}": 7 }`);

      const answers = readClusterAnswers(parameters);

      expect(Object.keys(answers)).toEqual([name]);
      expect(validateClusterSpec(answers).problems).toContainEqual(
        expect.objectContaining({ field: name }),
      );
    },
  );

  it('reads what a form shows of a specification', () => {
    fc.assert(
      fc.property(arbitraryClusterSpec(), spec => {
        const parameters = buildClusterParameters(spec);

        const { spec: again } = validateClusterSpec(
          readClusterAnswers(parameters),
        );

        expect(again).toEqual(spec);
      }),
      { numRuns: 300 },
    );
  });
});
