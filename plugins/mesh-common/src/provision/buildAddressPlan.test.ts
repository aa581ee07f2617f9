import fc from 'fast-check';
import {
  clusterAnswers,
  clusterSpec,
  edgeAnswers,
} from '../testUtils/clusterSpec';
import { buildAddressPlan } from './buildAddressPlan';

describe('buildAddressPlan', () => {
  it('counts what Azure keeps and what the plan needs', () => {
    const blocks = buildAddressPlan(
      clusterSpec({ nodes: { max: 10 }, edge: edgeAnswers() }),
    );

    expect(
      blocks.map(({ field, range, usable, needed }) => [
        ...[field, range, usable, needed],
      ]),
    ).toEqual([
      ['range', '10.240.0.0/16', 65536, 1024 + 16 + 256 + 32],
      ['subnets.nodes', '10.240.0.0/22', 1019, 10 + 4 + 1],
      ['subnets.ingress', '10.240.4.0/28', 11, 1],
      ['subnets.applicationGateway', '10.240.5.0/24', 251, 11],
      ['subnets.privateEndpoints', '10.240.4.32/27', 27, 1],
      ['pods', '10.244.0.0/16', 65536, 14 * 256],
      ['services', '172.16.0.0/16', 65536, 2],
    ]);
  });

  it('names overlaps on both sides', () => {
    const blocks = buildAddressPlan({
      network: {
        range: '10.0.0.0/16',
        subnets: { nodes: '10.0.0.0/22', ingress: '10.0.3.0/28' },
        pods: '10.0.128.0/17',
        services: '172.16.0.0/16',
        peers: ['10.0.0.0/24'],
        clients: ['10.0.0.0/28', '172.16.1.0/24'],
      },
    });

    expect(
      Object.fromEntries(
        blocks.map(({ field, overlaps }) => [field, overlaps]),
      ),
    ).toEqual({
      range: ['pods', 'peers[0]'],
      'subnets.nodes': ['subnets.ingress', 'peers[0]'],
      'subnets.ingress': ['subnets.nodes'],
      'subnets.privateEndpoints': [],
      pods: ['range'],
      services: ['clients[1]'],
      'peers[0]': ['range', 'subnets.nodes'],
      'clients[0]': [],
      'clients[1]': ['services'],
    });
  });

  it('draws what can be read of answers that are not finished', () => {
    const fields = (network: object) =>
      buildAddressPlan({ network } as never).map(({ field }) => field);

    expect(fields({})).toEqual([]);
    expect(fields({ range: '10.0.0.0/1' })).toEqual([]);
    expect(fields({ peers: ['10.0.0.0/16', 'x', '10.2.0.0/16'] })).toEqual([
      'peers[0]',
      'peers[2]',
    ]);
    expect(fields({ range: '10.0.0.0/30', pods: '10.1.0.0/16' })).toEqual([
      'range',
      'pods',
    ]);
  });

  it('shows where the defaults will be, before they are asked for', () => {
    const { network } = clusterAnswers();

    expect(buildAddressPlan({ network } as never)).toEqual(
      buildAddressPlan(clusterSpec()),
    );
  });

  it('never throws, whatever the answers', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (network, nodes) => {
        for (const answers of [{ network, nodes }, network]) {
          expect(buildAddressPlan(answers as never)).toBeInstanceOf(Array);
        }
      }),
    );
  });
});
