import { TestDatabases } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { MeshObject } from '@meshwright/plugin-mesh-common';
import { component } from '@meshwright/plugin-mesh-common/testUtils';
import { FakeMeshCluster } from '@meshwright/plugin-mesh-node/testUtils';
import fc from 'fast-check';
import { CLUSTER, createWorld } from '../__testUtils__/createWorld';

jest.setTimeout(120_000);

const NAMES = ['a', 'b', 'c', 'd'];

const says = fc.record({
  needs: fc.subarray(NAMES),
  port: fc.constantFrom(8080, 8081),
  approval: fc.constantFrom('none', 'owner'),
  account: fc.constantFrom('own', 'shared'),
  isThere: fc.oneof({ arbitrary: fc.constant(true), weight: 5 }, fc.boolean()),
});
type Says = typeof says extends fc.Arbitrary<infer T> ? T : never;

function toEntity(name: string, said: Says): Entity {
  return component({
    name,
    dependsOn: said.needs
      .filter(other => other !== name)
      .map(other => `component:default/${other}`),
    mesh: {
      namespace: 'shop',
      selector: { app: name },
      ...(said.account === 'shared' && { serviceAccount: 'shared' }),
      ports: [
        { name: 'http', port: 80, targetPort: said.port, protocol: 'http' },
      ],
      access: { approval: said.approval },
    },
  });
}

/** What no two clusters have in common, in the order of keys. */
function withoutVersions(objects: ReadonlyMap<string, MeshObject>) {
  return [...objects]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { metadata, ...rest }]) => {
      const { labels, annotations } = metadata;
      return { key, ...rest, labels, annotations };
    });
}

/** What pages show, without how a cluster numbers its objects. */
async function shown({ stores }: Awaited<ReturnType<typeof createWorld>>) {
  const text = JSON.stringify(await stores.statuses.list(), (key, value) =>
    ['uid', 'resourceVersion'].includes(key) ? undefined : value,
  );
  return JSON.parse(text);
}

describe('passes one after the other', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('come to what passes without a past come to', async () => {
    const edits = fc.array(fc.record({ which: fc.nat(3), said: says }), {
      minLength: 2,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(says, says, says, says),
        edits,
        async (first, then) => {
          const said = [...first];
          const list = () =>
            NAMES.flatMap((name, index) =>
              said[index].isThere ? [toEntity(name, said[index])] : [],
            );
          const [one, twin] = await Promise.all(
            [0, 1].map(() =>
              createWorld({
                databases,
                entities: list(),
                cluster: new FakeMeshCluster({
                  name: CLUSTER,
                  now: () => new Date('2027-01-01T12:00:00Z'),
                }),
              }),
            ),
          );
          const { signal } = new AbortController();
          const compare = async () => {
            await one.pass();
            await twin.createReconciler().reconcile(twin.managed, signal);
            expect(withoutVersions(one.cluster.objects)).toEqual(
              withoutVersions(twin.cluster.objects),
            );
            expect(await shown(one)).toEqual(await shown(twin));
          };
          await compare();
          for (const edit of then) {
            said[edit.which] = edit.said;
            one.catalog.entities = list();
            twin.catalog.entities = list();
            await compare();
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});
