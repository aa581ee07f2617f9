import { setTimeout as wait } from 'node:timers/promises';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { MeshDatabase } from '../database';
import { PassRunner } from './PassRunner';

jest.setTimeout(60_000);

const { signal } = new AbortController();

describe('PassRunner', () => {
  const databases = TestDatabases.create({
    ids: ['POSTGRES_15', 'SQLITE_3'],
    disableDocker: true,
  });

  describe.each(databases.eachSupportedId())('on %p', databaseId => {
    /** Replicas that share a database. */
    async function start(leaseMs = 300) {
      const knex = await databases.init(databaseId);
      const database = mockServices.database({ knex });
      const { leases } = await MeshDatabase.create({ database });
      const logger = mockServices.logger.mock();
      const create = () => new PassRunner({ leases, logger, leaseMs });
      return { leases, logger, replicas: [create(), create()] };
    }

    it('never makes two passes of one cluster at once', async () => {
      const { replicas } = await start();
      let running = 0;
      let most = 0;
      const work = async () => {
        running += 1;
        most = Math.max(most, running);
        await wait(150);
        running -= 1;
      };

      const outcomes = await Promise.all(
        [0, 1, 0, 1].map(which => replicas[which].run('a', signal, work)),
      );

      expect(most).toBe(1);
      expect(outcomes).toContain('made');
      expect(outcomes).toContain('busy');
      expect(await replicas[1].run('a', signal, work)).toBe('made');
    });

    it('makes passes of several clusters at the same time', async () => {
      const { replicas } = await start();
      const [first, second] = replicas;
      let release = () => {};
      const other = new Promise<void>(resolve => (release = resolve));

      const outcomes = await Promise.all([
        first.run('a', signal, () => other),
        second.run('b', signal, async () => release()),
      ]);

      expect(outcomes).toEqual(['made', 'made']);
    });

    it('keeps the lease for as long as the pass takes', async () => {
      const { replicas } = await start(1000);
      const long = replicas[0].run('a', signal, async () => {
        await wait(2000);
      });
      await wait(1500);

      expect(await replicas[1].run('a', signal, async () => {})).toBe('busy');
      expect(await long).toBe('made');
    });

    it('goes on when the lease of a dead replica has ended', async () => {
      const { leases, replicas } = await start();
      await leases.take({ cluster: 'a', holder: 'dead', milliseconds: 300 });
      const work = jest.fn(async () => {});

      expect(await replicas[0].run('a', signal, work)).toBe('busy');
      await wait(400);
      expect(await replicas[0].run('a', signal, work)).toBe('made');
      expect(work).toHaveBeenCalledTimes(1);
    });

    it('stops a pass that has lost its lease', async () => {
      const { leases, replicas } = await start();
      jest.spyOn(leases, 'extend').mockResolvedValueOnce(false);

      const run = replicas[0].run('a', signal, async inner => {
        await wait(5000, undefined, { signal: inner });
      });

      expect(await run).toBe('lost');
    });

    it('extends a lease after its end, unless somebody else has had it', async () => {
      const { leases } = await start();
      const mine = { cluster: 'a', holder: 'me', milliseconds: 50 };
      const theirs = { cluster: 'a', holder: 'them', milliseconds: 60_000 };
      expect(await leases.extend(mine)).toBe(false);
      await leases.take(mine);
      await wait(100);

      expect(await leases.extend(mine)).toBe(true);
      await wait(100);
      expect(await leases.take(theirs)).toBe(true);
      expect(await leases.extend(mine)).toBe(false);
      await leases.release(theirs);
      expect(await leases.extend(mine)).toBe(false);
    });

    it('gives the lease back when a pass fails, and goes on', async () => {
      const { replicas } = await start(60_000);
      const fail = async () => {
        throw new Error('no');
      };

      await expect(replicas[0].run('a', signal, fail)).rejects.toThrow('no');

      expect(await replicas[1].run('a', signal, async () => {})).toBe('made');
    });
  });
});
