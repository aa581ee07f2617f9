import { decide } from '../judgeHistory';
import { judgeOrders } from './judgeOrders';
import { listSiteCalls, type SiteCall } from './listSiteCalls';
import { splitAtPauses } from './mixWithinPauses';
import { type Around, type Grounds, Site, type SiteCluster } from './Site';
import type { Upgrade } from './Upgrade';

/** What became of an upgrade. */
export type Outcome = {
  allowed: Upgrade['allowed'];
  lost: string[];
  widened: string[];
  /** Replicas that died. */
  deaths: number;
  /** Milliseconds of each pause. */
  pauses: number[];
  /** What was written before, between and after the pauses of the change. */
  written: string[][];
};

type Play = { site: Site; upgrade: Upgrade; outcome: Outcome };

/**
 * Lets the product carry out an upgrade under pods that live, replaces these,
 * and judges each state that the API server was in, and some of those that the
 * mesh may have been in.
 */
export async function playUpgrade(
  grounds: Grounds,
  upgrade: Upgrade & { prefix: string; around?: Around },
): Promise<Outcome> {
  const { before, after, crashes, prefix, around } = upgrade;
  const services = [...before.services, ...after.services];
  const site = await Site.open({ grounds, prefix, services, around });
  const outcome: Outcome = {
    allowed: { before: [], meanwhile: [], after: [] },
    ...{ lost: [], widened: [], deaths: 0, pauses: [], written: [] },
  };
  const play = { site, upgrade, outcome };
  try {
    await begin(site, before);
    outcome.allowed.before = await listAllowed(site);
    outcome.written = await makePhase(play, async () => {
      await site.wish(after);
      if (crashes) {
        await site.run(crashes);
      }
    });
    await makePhase(play, () => site.pods.surge(site.town));
    outcome.allowed.meanwhile = await listAllowed(site);
    await makePhase(play, () => site.pods.retire(site.town));
    outcome.allowed.after = await listAllowed(site);
    outcome.deaths = site.deaths;
    return outcome;
  } finally {
    await site.close();
  }
}

/** What is there before: the product has done its work, and pods run. */
async function begin(site: Site, wish: Upgrade['before']): Promise<void> {
  for (const home of Object.keys(wish.stages ?? {})) {
    await site.grounds.admin.createNamespace(site.place(home));
  }
  await site.wish(wish);
  await site.run();
  await site.untilConverged();
  await site.pods.surge(site.town);
  await site.untilPodsAreSeen();
  await site.untilConverged();
  for (const cluster of site.clusters) {
    await present(site, cluster);
    cluster.recording.cut();
    site.clock.take(cluster.name);
  }
}

/** Returns what was written before, between and after the pauses. */
async function makePhase(
  { site, upgrade, outcome }: Play,
  work: () => Promise<void>,
): Promise<string[][]> {
  const isChange = outcome.written.length === 0;
  const pods = new Set(site.pods.list());
  await work();
  await site.untilPodsAreSeen();
  await site.untilConverged();
  site.pods.list().forEach(pod => pods.add(pod));
  const written: string[][] = [];
  for (const cluster of site.clusters) {
    const after = await present(site, cluster);
    const { events, start } = cluster.recording.cut();
    const pauses = site.clock.take(cluster.name);
    const { lost, widened } = judgeOrders({
      history: { start, events },
      after,
      pauses,
      world: cluster.world,
      calls: listSiteCalls({
        pods: [...pods],
        services: site.services,
        cluster: cluster.name,
      }),
      sample: upgrade.sample,
      isCrash: upgrade.crashes !== undefined && isChange,
    });
    outcome.lost.push(...lost);
    outcome.widened.push(...widened);
    outcome.pauses.push(...pauses.map(({ milliseconds }) => milliseconds));
    written.push(
      ...splitAtPauses({ events, pauses }).map(step =>
        step.map(({ type, key }) => `${type} ${key}`),
      ),
    );
  }
  return written;
}

async function present({ grounds }: Site, { recording }: SiteCluster) {
  await grounds.recorder.catchUp(recording);
  return recording.present();
}

/** What the pods may call on ports that are served, by name. */
async function listAllowed(site: Site): Promise<string[]> {
  const names: string[] = [];
  for (const cluster of site.clusters) {
    const calls: SiteCall[] = listSiteCalls({
      pods: site.pods.list(),
      services: site.services,
      cluster: cluster.name,
    }).filter(({ isServed }) => isServed);
    const decisions = decide({
      objects: await present(site, cluster),
      calls: calls.map(({ request }) => request),
      world: cluster.world,
    });
    names.push(
      ...calls
        .filter((_, index) => decisions[index] !== 'deny')
        .map(({ name }) => name),
    );
  }
  return names.sort();
}
