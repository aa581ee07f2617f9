import type { AddressBlock } from '@meshwright/plugin-mesh-common';
import { layoutAddresses } from './layoutAddresses';

const block = (field: string, range: string): AddressBlock => ({
  ...{ field, label: field, range, usable: 1, needed: 1, overlaps: [] },
});

function placesOf(blocks: AddressBlock[], id: 'all' | 'network') {
  const axis = layoutAddresses(blocks).find(found => found.id === id);
  return Object.fromEntries(
    (axis?.rows ?? []).map(({ block: { field }, left, width }) => [
      field,
      [left, width],
    ]),
  );
}

describe('layoutAddresses', () => {
  const network = block('range', '10.240.0.0/16');

  it('draws subnets to scale in their network', () => {
    const places = placesOf(
      [
        network,
        block('subnets.nodes', '10.240.128.0/17'),
        block('subnets.ingress', '10.240.64.0/24'),
      ],
      'network',
    );

    expect(places).toEqual({
      range: [0, 1],
      'subnets.nodes': [0.5, 0.5],
      'subnets.ingress': [0.25, 1 / 256],
    });
  });

  it('cuts the space between ranges short, and says where', () => {
    const blocks = [network, block('pods', '10.244.0.0/16')];

    const [axis] = layoutAddresses(blocks);

    expect(placesOf(blocks, 'all')).toEqual({
      range: [0, 0.485],
      pods: [0.515, 0.485],
    });
    expect(axis.gaps).toEqual([{ left: 0.485, width: 0.03 }]);
  });

  it('draws ranges that overlap over each other', () => {
    const blocks = [network, block('pods', '10.240.128.0/17')];

    expect(placesOf(blocks, 'all')).toEqual({
      range: [0, 1],
      pods: [0.5, 0.5],
    });
  });

  it('draws subnets that lie outside of their network', () => {
    const places = placesOf(
      [network, block('subnets.nodes', '10.250.0.0/16')],
      'network',
    );

    expect(places['subnets.nodes'][0]).toBeGreaterThan(places.range[1]);
  });

  it.each(['', '10.0.0.0', '10.0.0.0/33', '300.0.0.0/8', 'fd00::/8'])(
    'leaves out %j, which is no range',
    range => {
      expect(layoutAddresses([block('pods', range)])).toEqual([]);
    },
  );
});
