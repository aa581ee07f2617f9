import { describeOnControlPlane } from '@meshwright/control-plane';
import { Admin } from '../Admin';
import { WRITTEN_KINDS } from '../recordedKinds';
import { Upstream } from '../Upstream';
import { WatchRecorder } from '../WatchRecorder';
import { SETTLE_SECONDS } from './createConfig';
import { makeAnew } from './makeAnew';
import { playUpgrade } from './playUpgrade';
import type { Grounds } from './Site';
import type { Upgrade } from './Upgrade';
import { RENAMING, UPGRADES } from './upgrades';

jest.setTimeout(300_000);

describeOnControlPlane(
  'upgrades of the model on a real API server',
  server => {
    let grounds: Grounds;

    beforeAll(async () => {
      const { proxyUrl: url } = server();
      const kubeconfig = await server().kubeconfigFor({
        user: 'meshwright',
        groups: ['system:masters'],
      });
      grounds = {
        admin: new Admin(url),
        recorder: await WatchRecorder.start({ url, kinds: WRITTEN_KINDS }),
        upstream: new Upstream(kubeconfig),
        async readVersion() {
          const response = await fetch(`${url}/api/v1/namespaces?limit=1`);
          const { metadata } = await response.json();
          return Number(metadata.resourceVersion);
        },
      };
    });

    afterAll(async () => {
      await grounds.recorder.stop();
      grounds.upstream.close();
    });

    it.each(UPGRADES.map((upgrade, index) => ({ ...upgrade, index })))(
      'lose and widen nothing when $name',
      async ({ index, ...upgrade }) => {
        const { lost, widened, deaths, allowed } = await playUpgrade(grounds, {
          ...upgrade,
          prefix: `s${index}`,
        });

        expect({ lost, widened, deaths, allowed }).toEqual({
          lost: [],
          widened: [],
          deaths: upgrade.crashes?.length ?? 0,
          allowed: sort(upgrade.allowed),
        });
      },
    );

    it('write one wave after the other, with time to settle in between', async () => {
      const { written, pauses } = await playUpgrade(grounds, {
        ...RENAMING,
        prefix: 'w',
      });

      const steps = written.filter(step => step.length > 0);
      expect(steps.map(summarize)).toEqual([
        ['ServiceAccount'],
        ['AuthorizationPolicy', 'NetworkPolicy'],
        ['Sidecar'],
      ]);
      expect(pauses.length).toBeGreaterThanOrEqual(steps.length - 1);
      expect(Math.max(...pauses)).toBe(SETTLE_SECONDS * 1000);
    });

    it('are seen to lose calls where objects go before they are made anew', async () => {
      const { lost } = await playUpgrade(grounds, {
        ...RENAMING,
        prefix: 'x',
        around: makeAnew,
      });

      expect(lost).toContainEqual(
        expect.stringMatching(/^job → db:5432 after delete .* \(as written\)$/),
      );
    });
  },
  { controllers: ['serviceaccount-controller'], auditReads: false },
);

/** Kinds of what was written. */
function summarize(step: readonly string[]): string[] {
  const kinds = step.map(event => event.split('/').at(-3) ?? event);
  return [...new Set(kinds)].sort();
}

function sort({ before, meanwhile, after }: Upgrade['allowed']) {
  return {
    before: [...before].sort(),
    meanwhile: [...meanwhile].sort(),
    after: [...after].sort(),
  };
}
