import { describeOnServers } from './describeOnServers';
import { runAll } from './runMeshCampaign';
import { Scene } from './Scene';

jest.setTimeout(600_000);

/** Each of them is a whole installation. */
const RUNS = 2;

const isFinding = (line: string) => line.startsWith('Run ');

describeOnServers(
  'changes on real servers while things go wrong',
  servers => {
    it('lose, widen, double and leak nothing', async () => {
      const { server, databaseUrl: url } = servers();
      const scene = await Scene.start({ server, database: { url } });
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
