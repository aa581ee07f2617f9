import type { DnsRecordSet } from '@meshwright/plugin-mesh-common';
import { listFormerRecords } from './listFormerRecords';

const record = (
  name: string,
  of?: string,
  options: { instance?: string; address?: string } = {},
): DnsRecordSet => ({
  ...{ zone: 'mesh.internal', name, type: 'A', ttl: 300 },
  addresses: [options.address ?? '10.0.0.4'],
  metadata: {
    meshwright_managed_by: 'meshwright',
    meshwright_instance: options.instance ?? 'first',
    ...(of !== undefined && { meshwright_cluster: of }),
  },
});

describe('listFormerRecords', () => {
  it.each<[string, DnsRecordSet, { wanted: boolean; withdrawn: boolean }]>([
    [
      'of the cluster',
      record('api', 'shop-weu'),
      { wanted: true, withdrawn: true },
    ],
    ['without a cluster', record('api'), { wanted: true, withdrawn: false }],
    [
      'of the cluster by another name, which leads to it',
      record('api', 'weu-shop'),
      { wanted: true, withdrawn: false },
    ],
    [
      'of another cluster',
      record('api', 'shop-neu', { address: '10.9.9.9' }),
      { wanted: false, withdrawn: false },
    ],
    [
      'of another installation',
      record('api', 'shop-weu', { instance: 'third' }),
      { wanted: false, withdrawn: false },
    ],
  ])(
    'takes a record %s where it is that',
    (_, found, { wanted, withdrawn }) => {
      const of = { records: [found], from: 'first', cluster: 'shop-weu' };
      const count = (more: { wanted: DnsRecordSet[]; withdraw?: boolean }) =>
        listFormerRecords({ ...of, ...more }).length === 1;
      const needed = record('api', 'shop-weu', { instance: 'second' });

      expect({
        wanted: count({ wanted: [needed] }),
        withdrawn: count({ wanted: [], withdraw: true }),
      }).toEqual({ wanted, withdrawn });
      expect(count({ wanted: [] })).toBe(false);
    },
  );
});
