import type { DnsRecordSet } from '../objects/types';
import { CLUSTER, createTestWorld, policy, type TestWorld } from './testWorld';

const record: DnsRecordSet = {
  zone: 'mesh.internal',
  name: 'api',
  type: 'A',
  ttl: 300,
  addresses: ['10.240.4.4'],
  metadata: { meshwright_instance: 'test' },
};

/** The names of `api`, which wants `api.mesh.internal`. */
function derive(change: (world: TestWorld) => void) {
  const world = createTestWorld();
  world.api.dns = ['api'];
  world.records.push({ record, workloads: [world.api.key] });
  change(world);
  const [{ workloads, summary }] = world.derive();
  const [{ names, conditions }] = workloads;
  return { names, conditions, summary };
}

describe('deriveNameStatuses', () => {
  it.each<[string, (world: TestWorld) => void, string]>([
    ['applied', w => (w.pass.records = [record]), 'Resolves to 10.240.4.4'],
    ['missing', () => undefined, 'the next pass creates it'],
    [
      'drifted',
      w => (w.pass.records = [{ ...record, addresses: ['1.2.3.4'] }]),
      'resolves to 1.2.3.4',
    ],
    ['unknown', w => delete w.pass.records, 'could not be read'],
    [
      'conflict',
      w => {
        const key = 'mesh.internal/a/api';
        w.pass.conflicts = [{ key, message: 'somebody made it' }];
      },
      'somebody made it',
    ],
  ])('shows records that are %s', (state, ...[change, words]) => {
    const { names, conditions, summary } = derive(change);
    expect(names).toEqual([
      expect.objectContaining({
        host: 'api.mesh.internal',
        kind: 'dns',
        state,
      }),
    ]);
    expect(names[0].message).toContain(words);
    expect(conditions.find(c => c.type === 'Resolvable')?.status).toBe(
      { applied: 'true', unknown: 'unknown' }[state] ?? 'false',
    );
    expect(summary === 'in-force').toBe(state === 'applied');
  });

  it('says when the cluster has no zone', () => {
    const { names } = derive(world => {
      world.records.length = 0;
      delete world.model.clusters[0].dnsZone;
    });
    expect(names[0]).toMatchObject({ host: 'api', state: 'missing' });
    expect(names[0].message).toContain(CLUSTER);
  });

  it('follows the object that routes a host', () => {
    const expose = (world: TestWorld) => {
      world.api.expose = [
        {
          host: 'shop.example.com',
          paths: ['/api'],
          gateway: 'public',
          pointer: '/spec/mesh/expose/0',
        },
      ];
      world.compiled.push({
        object: policy('VirtualService', 'shop', {
          hosts: ['shop.example.com'],
        }),
        workloads: [world.api.key],
        edges: [],
      });
    };
    const missing = derive(expose);
    expect(missing.names[1]).toMatchObject({
      host: 'shop.example.com',
      kind: 'route',
      gateway: 'public',
      state: 'missing',
    });
    const routed = derive(world => {
      expose(world);
      world.put(
        policy('VirtualService', 'shop', { hosts: ['shop.example.com'] }),
      );
    });
    expect(routed.names[1].state).toBe('applied');
    expect(
      routed.conditions.find(({ type }) => type === 'Reachable')?.status,
    ).toBe('true');
  });
});
