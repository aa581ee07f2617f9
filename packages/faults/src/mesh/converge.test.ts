import { describeOnControlPlane } from '@meshwright/control-plane';
import { runAll } from './runMeshCampaign';
import { Scene } from './Scene';

jest.setTimeout(240_000);

/** Each of them is a whole installation. */
const RUNS = 4;

const url = process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;

const describeOnServers: typeof describeOnControlPlane = url
  ? describeOnControlPlane
  : name => {
      process.stdout.write(
        'A campaign left out: BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING names no PostgreSQL\n',
      );
      describe.skip(name, () => {
        it('loses, widens, doubles and leaks nothing', () => undefined);
      });
    };

describeOnServers(
  'changes on real servers while things go wrong',
  server => {
    it('lose, widen, double and leak nothing', async () => {
      const scene = await Scene.start({
        server: server(),
        database: { url: url ?? '' },
      });
      const said: string[] = [];
      const summary = await runAll(scene, {
        runs: RUNS,
        seed: '20261126',
        strikes: false,
        tell: line => said.push(line),
      });
      await scene.stop();

      expect({ ...summary, findings: said.filter(isFinding) }).toEqual({
        runs: RUNS,
        converged: RUNS,
        lost: 0,
        widened: 0,
        duplicated: 0,
        leaked: 0,
        convergeMs: expect.anything(),
        findings: [],
      });
    });
  },
  { controllers: ['serviceaccount-controller'], auditReads: false },
);

const isFinding = (line: string) => line.startsWith('Run ');
