import {
  type ControlPlane,
  type FaultyNetwork,
  startControlPlane,
  startFaultyNetwork,
} from '@meshwright/control-plane';
import { describeOnServers } from '../mesh/describeOnServers';
import { Cluster } from './Cluster';
import { findIntruders } from './findIntruders';
import { Fleet, LEASE_MS, type Member } from './Fleet';
import type { Write } from './listWrites';
import { until } from './until';

jest.setTimeout(180_000);

const PAIRS = 10;
const ALL = [...Array(PAIRS).keys()];

/** So that a replica can be met in the middle of a pass. */
const SLOW = { type: 'latency', attributes: { latency: 1_000 } } as const;

const SERVERS = {
  controllers: ['serviceaccount-controller'],
  auditReads: false,
};

/** Objects that were written more than once; a creation is two requests. */
function listRepeated(writes: readonly Write[]): string[] {
  const ids = writes
    .filter(({ verb }) => verb !== 'create')
    .map(({ id }) => id);
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

describeOnServers(
  'three replicas over one database',
  servers => {
    let network: FaultyNetwork;
    let second: ControlPlane;
    let main: Cluster;
    let side: Cluster;
    let fleet: Fleet;

    beforeAll(async () => {
      [network, second] = await Promise.all([
        startFaultyNetwork(),
        startControlPlane(SERVERS),
      ]);
      [main, side] = await Promise.all([
        Cluster.open(servers().server, { cluster: 'main', count: PAIRS }),
        Cluster.open(second, { cluster: 'side', count: 1 }),
      ]);
      const { databaseUrl } = servers();
      const clusters = [main, side];
      fleet = await Fleet.start({
        ...{ clusters, databaseUrl, network },
        replicas: 3,
      });
      for (const { replica } of fleet.members) {
        await replica.pass('main');
        await replica.pass('side');
      }
      await fleet.untilDone(main);
      await fleet.untilDone(side);
    }, 600_000);

    afterEach(() => network?.heal());

    afterAll(async () => {
      await fleet?.stop();
      await main?.stop();
      await side?.stop();
      await network?.stop();
      await second?.stop();
    });

    const writes = () => main.writes(fleet.names);

    const listIntruders = async () =>
      findIntruders(writes(), await fleet.leases.list('main'));

    const untilConnected = (cluster: Cluster, numbers: readonly number[]) =>
      until(`the pairs ${numbers} of ${cluster.name}`, async () => {
        const connected = await cluster.listConnected();
        return connected.length === numbers.length;
      });

    /** Makes an edit; meets whoever writes what follows in the middle of it. */
    async function meetInPass(isConnected: boolean): Promise<Member> {
      await fleet.untilQuiet(main);
      const [first] = fleet.members;
      await first.wires.main.afflict(SLOW);
      const { length } = writes();
      await first.replica.hint(fleet.declare(main, isConnected));
      const { replica: name } = await until('a write', () => writes()[length]);
      return fleet.member(name);
    }

    /** With a state that does not depend on the tests before. */
    async function untilSettled(isConnected: boolean) {
      const last = fleet.members.at(-1);
      await last?.replica.hint(fleet.declare(main, isConnected));
      await untilConnected(main, isConnected ? ALL : []);
      await fleet.untilDone(main);
    }

    /** Has a test that fails show what the replicas printed. */
    const telling = (test: () => Promise<void>) => () =>
      test().catch(error => {
        process.stdout.write(fleet.readLogs());
        throw error;
      });

    it(
      'write each change once, and nothing when nothing changes',
      telling(async () => {
        const before = writes().length;
        const [first] = fleet.members;
        await first.replica.hint(fleet.declare(main, true));
        await untilConnected(main, ALL);
        await fleet.untilDone(main);
        const made = writes();
        expect(listRepeated(made.slice(before))).toEqual([]);
        expect(made.length - before).toBeGreaterThanOrEqual(PAIRS);

        for (const member of fleet.members) {
          await fleet.pass(member, main);
        }

        expect(writes()).toEqual(made);
        expect(await listIntruders()).toEqual([]);
        expect(await main.findDuplicates(fleet.names)).toEqual([]);
      }),
    );

    it(
      'take over from one that is killed in the middle of a pass',
      telling(async () => {
        await untilSettled(false);
        const before = writes().length;
        const killed = await meetInPass(true);
        await fleet.kill(killed);
        const killedAt = Date.now();
        expect(await main.listConnected()).not.toEqual(ALL);
        const begun = await until('another holder', async () =>
          (await fleet.leases.list('main')).find(({ at }) => at > killedAt),
        );

        await untilConnected(main, ALL);
        await fleet.untilDone(main);

        process.stdout.write(
          `Handed over after ${Math.round(
            begun.at - killedAt,
          )} ms, with a lease of ${LEASE_MS} ms\n`,
        );
        expect(begun.replica).not.toBe(killed.replica.name);
        const made = writes().slice(before);
        expect(listRepeated(made)).toEqual([]);
        const writers = made.map(({ replica }) => replica);
        expect(writers).toContain(killed.replica.name);
        expect(writers).toContain(begun.replica);
        expect(await main.findDuplicates(fleet.names)).toEqual([]);
        expect(await listIntruders()).toEqual([]);
      }),
    );

    it(
      'write over nothing when they come back from being frozen',
      telling(async () => {
        await untilSettled(false);
        const frozen = await meetInPass(true);
        await frozen.replica.freeze();
        fleet.declare(main, false);
        await network.heal();
        await until('another holder', async () => {
          const holder = (await fleet.leases.list('main')).at(-1);
          return holder?.replica !== frozen.replica.name;
        });
        await fleet.untilDone(main);
        expect(await main.listConnected()).toEqual([]);
        const before = writes();

        await frozen.replica.thaw();
        await fleet.pass(frozen, main);

        expect(writes()).toEqual(before);
        expect(await main.listConnected()).toEqual([]);
        expect(await listIntruders()).toEqual([]);
        expect(await main.findDuplicates(fleet.names)).toEqual([]);
      }),
    );

    it(
      'go on in one cluster while another one does not answer',
      telling(async () => {
        await fleet.untilQuiet(main);
        for (const { wires } of fleet.members) {
          await wires.main.afflict({
            type: 'timeout',
            attributes: { timeout: 0 },
          });
        }
        const [, next] = fleet.members;
        await next.replica.pass('main');
        await until('a pass that hangs', () => fleet.leases.isTaken('main'));
        const stored = await fleet.lastPass(main);

        await next.replica.hint(fleet.declare(side, true));
        await untilConnected(side, [0]);

        expect(await fleet.lastPass(main)).toEqual(stored);
      }),
    );
  },
  SERVERS,
);
