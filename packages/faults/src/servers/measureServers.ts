import { setTimeout as sleep } from 'node:timers/promises';
import type { BackendProcess } from './BackendProcess';
import type { PassReport } from './backend/protocol';
import { Editor } from './Editor';
import { LiveObjects } from './LiveObjects';
import { measureEdits, measureRepairs } from './measureChanges';
import { measureMemory } from './measureMemory';
import { measurePlain } from './measurePlain';
import { measureStatus } from './measureStatus';
import type { MeasurementName, ServersArguments } from './readArguments';
import { Site } from './Site';
import { round } from './spread';

type Options = Omit<ServersArguments, 'services'> & {
  services: number;
  log(text: string): void;
};

/** Runs what is asked for, and tells what came out. */
type Measure = <T>(
  name: MeasurementName,
  run: () => Promise<T>,
) => Promise<T | undefined>;

/** Measures everything that is asked for, for one number of services. */
export async function measureServers(options: Options) {
  const { services, only, log } = options;
  const isAsked = (name: MeasurementName) => only.includes(name);
  const measure: Measure = async (name, run) => {
    if (!isAsked(name) && name !== 'apply') return undefined;
    log(`${services} services: ${name}`);
    const measured = await run();
    // A run that fails later has not been in vain.
    log(`  ${JSON.stringify(measured)}`);
    return measured;
  };

  const plain = await measure('plain', () => measurePlain(services));
  const site = await Site.open(services);
  try {
    const cold = await site.restart({ isWatched: false });
    const applied = await measure('apply', () => makeFirstPasses(cold));
    const unwatched = await measure('unchanged', () => repeat(cold));
    const backend = await site.restart({ isWatched: true });
    await backend.pass();
    await backend.settle();
    const watched = await measure('unchanged', () => repeat(backend));
    return {
      services,
      plain,
      apply: applied && { ...applied, shareOfPlain: shareOf(applied, plain) },
      unchanged: { withoutWatches: unwatched, withWatches: watched },
      ...(await measureChanges({ ...options, site, backend, measure })),
    };
  } finally {
    await site.close();
  }
}

/** Until everything is in place, which takes more than one pass. */
async function makeFirstPasses(backend: BackendProcess) {
  const first = await backend.pass();
  await backend.settle();
  const second = await backend.pass();
  if (first.failed + second.failed > 0 || second.state !== 'managing') {
    throw new Error(`First apply: ${first.message}; ${second.message}`);
  }
  const { requests, changes } = first;
  return {
    changes,
    milliseconds: round(first.milliseconds),
    writingMilliseconds: round(requests.writingMs),
    writeRequests: requests.writes,
    objectsPerSecond: round((changes * 1000) / requests.writingMs),
    longestPauseMs: round(
      Math.max(first.longestPauseMs, second.longestPauseMs),
    ),
    peakMegabytes: round(first.peakMegabytes),
    changesOfTheNextPass: second.changes,
  };
}

function shareOf(
  applied: { objectsPerSecond: number },
  plain: { objectsPerSecond: number } | undefined,
) {
  return plain && round(applied.objectsPerSecond / plain.objectsPerSecond);
}

async function repeat(backend: BackendProcess) {
  const passes: PassReport[] = [];
  for (let number = 0; number < 3; number += 1) {
    await backend.settle();
    passes.push(await backend.pass());
  }
  passes.sort((a, b) => a.milliseconds - b.milliseconds);
  const { milliseconds, cpuMilliseconds, requests, message } = passes[1];
  const usage = await backend.usage();
  return {
    milliseconds: round(milliseconds),
    cpuMilliseconds: round(cpuMilliseconds),
    writes: Math.max(...passes.map(pass => pass.requests.writes)),
    reads: requests.reads,
    longestPauseMs: round(Math.max(...passes.map(pass => pass.longestPauseMs))),
    peakMegabytes: round(passes[2].peakMegabytes),
    heapMegabytes: round(usage.heapMegabytes),
    message,
  };
}

/** What happens in answer to changes, by a backend with watches. */
async function measureChanges(
  options: Options & {
    site: Site;
    backend: BackendProcess;
    measure: Measure;
  },
) {
  const { site, backend, edits: count, minutes, measure } = options;
  const editor = new Editor({
    ...site.company.input,
    approvals: backend.approvals,
  });
  const live = await LiveObjects.follow(site.server.proxyUrl);
  const scene = { backend, editor, live, count };
  try {
    const edits = await measure('edits', () => measureEdits(scene));
    const repairs = await measure('repairs', () =>
      measureRepairs({ ...scene, url: site.server.proxyUrl }),
    );
    await backend.settle();
    const { company } = site;
    const status = await measure('status', async () => ({
      quiet: await measureStatus({ backend, company }),
      duringEdits: await measureStatus({
        ...{ backend, company },
        meanwhile: signal => editOn({ ...scene, signal }),
      }),
    }));
    const memory =
      minutes > 0
        ? await measure('memory', () => measureMemory({ ...scene, minutes }))
        : undefined;
    return { edits, repairs, status, memory };
  } finally {
    live.stop();
  }
}

/** An edit a second. */
async function editOn(options: {
  backend: BackendProcess;
  editor: Editor;
  live: LiveObjects;
  signal: AbortSignal;
}) {
  const { backend, editor, live, signal } = options;
  while (!signal.aborted) {
    const { entity, listOpen } = editor.next();
    await backend.edit(entity);
    await live.until(listOpen);
    await sleep(1000);
  }
}
