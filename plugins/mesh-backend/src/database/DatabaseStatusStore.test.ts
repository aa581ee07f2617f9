import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import type {
  EdgeStatus,
  EntityMeshStatus,
  WorkloadStatus,
} from '@meshwright/plugin-mesh-common';
import { MeshDatabase } from './MeshDatabase';

jest.setTimeout(60_000);

const at = (minute: number) => `2027-01-01T00:0${minute}:00.000Z`;
const refOf = (name: string) => `component:default/${name}`;

const waiting = {
  key: 'waits',
  consent: { state: 'pending', reason: 'WaitsForOwner' },
} as EdgeStatus;

/** Where a service is, and whose. */
const placeOf = (name: string) =>
  ({
    key: `dev/shop/${name}`,
    entityRef: refOf(name),
    owner: 'group:default/shop',
    cluster: 'dev',
    namespace: 'shop',
    stage: 'enforce',
    step: 'network',
  } as const);

function statusOf(name: string, passAt: string): EntityMeshStatus {
  const workload: Partial<WorkloadStatus> = {
    ...placeOf(name),
    conditions: [
      {
        type: 'Bound',
        status: 'true',
        reason: 'Bound',
        message: 'It is theirs',
        observedAt: passAt,
      },
    ],
    inbound: [waiting],
  };
  return {
    entityRef: refOf(name),
    passAt,
    workloads: [workload as WorkloadStatus],
    diagnostics: [],
    summary: 'in-force',
    sentence: 'All is well.',
  };
}

const summaryOf = (name: string) => ({
  entityRef: refOf(name),
  workloads: [
    {
      ...placeOf(name),
      bound: { status: 'true', message: 'It is theirs' },
    },
  ],
  requests: [waiting],
});

describe('DatabaseStatusStore', () => {
  const databases = TestDatabases.create({
    ids: ['POSTGRES_15', 'SQLITE_3'],
    disableDocker: true,
  });

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    async function start() {
      const knex = await databases.init(databaseId);
      const { statuses } = await MeshDatabase.create({
        database: mockServices.database({ knex }),
      });
      return { knex, statuses };
    }

    /** As a version wrote them that knew no heads. */
    async function startWithOldRows(names: string[]) {
      const { knex, statuses } = await start();
      await statuses.replaceAll(names.map(name => statusOf(name, at(0))));
      await knex('status_head').delete();
      return { knex, statuses };
    }

    it('gives the same text until something is different', async () => {
      const { statuses } = await start();
      const read = async (status: EntityMeshStatus) => {
        await statuses.replaceAll([status]);
        const text = await statuses.getText(refOf('web'));
        expect(JSON.parse(text?.json ?? '')).toEqual(status);
        expect(await statuses.get(refOf('web'))).toEqual(status);
        expect(await statuses.list()).toEqual([status]);
        return text;
      };

      const first = await read(statusOf('web', at(0)));

      expect(await read(statusOf('web', at(0)))).toEqual(first);
      const later = await read(statusOf('web', at(1)));
      expect(later?.version).not.toBe(first?.version);
      const other = { ...statusOf('web', at(1)), sentence: 'Not so well.' };
      expect((await read(other))?.version).not.toBe(later?.version);
      expect(await statuses.getText(refOf('api'))).toBeUndefined();
    });

    it('reads at once what is asked for at once', async () => {
      const { knex, statuses } = await start();
      const names = Array.from({ length: 60 }, (_, index) => `s${index}`);
      await statuses.replaceAll(names.map(name => statusOf(name, at(0))));
      let queries = 0;
      knex.on('query', () => {
        queries += 1;
      });

      const texts = await Promise.all(
        [...names, 's7', 'nobody'].map(name => statuses.getText(refOf(name))),
      );

      expect(queries).toBe(2);
      const read = texts.map(text => text && JSON.parse(text.json));
      expect(read.slice(0, 60)).toEqual(
        names.map(name => statusOf(name, at(0))),
      );
      expect(read[60]).toEqual(statusOf('s7', at(0)));
      expect(read[61]).toBeUndefined();

      // Nothing is kept from one time to the next.
      await statuses.replaceAll([statusOf('s7', at(1))]);
      const later = await statuses.getText(refOf('s7'));
      expect(JSON.parse(later?.json ?? '')).toEqual(statusOf('s7', at(1)));
      expect(await statuses.getText(refOf('s8'))).toBeUndefined();
    });

    it('tells whoever asked when nothing can be read', async () => {
      const { knex, statuses } = await start();
      await knex.schema.dropTable('status');
      const asked = ['a', 'b'].map(name => statuses.getText(refOf(name)));
      const [a, b] = await Promise.allSettled(asked);
      expect([a.status, b.status]).toEqual(['rejected', 'rejected']);
    });

    it('says once since when nothing is known of a cluster, and of no other', async () => {
      const { knex, statuses } = await start();
      const [web, api] = ['web', 'api'].map(name => statusOf(name, at(1)));
      const elsewhere = statusOf('far', at(1));
      elsewhere.workloads[0].cluster = 'other';
      await statuses.replaceAll([
        { ...api, staleSince: at(0) },
        ...[elsewhere, web],
      ]);
      const hold = (minute: number) =>
        statuses.storeHeld(
          {
            ...{ cluster: 'dev', state: 'held', message: 'No catalog' },
            ...{ changes: 0, failed: 0, settling: {}, appliedDigests: {} },
            finishedAt: at(minute),
          },
          at(minute - 1),
        );
      const read: string[] = [];
      knex.on('query', ({ sql }) => read.push(sql));

      const texts = /select ["`]status["`]\.\*/;
      await hold(3);
      expect(read.join('\n')).toMatch(texts);
      const held = await statuses.list();
      read.length = 0;
      await hold(4);

      expect(held).toEqual([
        { ...api, staleSince: at(0) },
        elsewhere,
        { ...web, staleSince: at(2) },
      ]);
      expect(read.join('\n')).not.toMatch(texts);
      expect(await statuses.list()).toEqual(held);
    });

    it('summarises all, or some, and forgets what is gone', async () => {
      const { statuses, knex } = await start();
      await statuses.replaceAll(
        ['web', 'api', 'old'].map(name => statusOf(name, at(0))),
      );

      await statuses.replaceAll(
        ['web', 'api'].map(name => statusOf(name, at(1))),
      );

      const all = ['api', 'web'].map(summaryOf);
      expect(await statuses.listSummaries()).toEqual(all);
      expect(
        await statuses.listSummaries(['web', 'old', 'web'].map(refOf)),
      ).toEqual([summaryOf('web')]);
      expect(await statuses.listSummaries([])).toEqual([]);
      expect(await statuses.list(['web', 'old'].map(refOf))).toEqual([
        statusOf('web', at(1)),
      ]);
      expect(await statuses.list([])).toEqual([]);
      expect(await knex('status_head').pluck('entity_ref')).toHaveLength(2);
    });

    it('summarises rows of before, and writes them anew in the next pass', async () => {
      const names = Array.from({ length: 120 }, (_, index) => `s${index}`);
      const { statuses, knex } = await startWithOldRows(names);
      const sorted = [...names].sort().map(summaryOf);

      expect(await statuses.listSummaries()).toEqual(
        expect.arrayContaining(sorted),
      );
      expect(await statuses.get(refOf('s7'))).toEqual(statusOf('s7', at(0)));

      await statuses.replaceAll(names.map(name => statusOf(name, at(1))));

      expect(await knex('status_head').pluck('entity_ref')).toHaveLength(120);
      expect(await statuses.get(refOf('s7'))).toEqual(statusOf('s7', at(1)));
    });

    it('believes no summary of a status that an older replica replaced', async () => {
      const { statuses, knex } = await startWithOldRows(['web']);
      const [old] = await knex('status');
      const changed = statusOf('web', at(1));
      changed.workloads[0].owner = 'group:default/other';
      await statuses.replaceAll([changed]);
      // The older one knows the table of statuses only.
      await knex('status').update(old);

      const [summary] = await statuses.listSummaries([refOf('web')]);
      expect(summary.workloads[0].owner).toBe('group:default/shop');
      expect(await statuses.get(refOf('web'))).toEqual(statusOf('web', at(0)));

      await statuses.replaceAll([changed]);
      expect(await statuses.get(refOf('web'))).toEqual(changed);
    });
  });
});
