// Throws hostile input at one target, in a process of its own: whoever waits
// for it sees which attempt it was in when it died or did not come back.
import { Random } from '../azure/Random';
import { createTarget } from './createTargets';
import type { Job, Report } from './protocol';

/** How much work one reading may be before it counts as hanging. */
const SLOW_MS = 1_000;

const tell = (report: Report) => process.send?.(report);

async function attempt(job: Job): Promise<void> {
  const target = await createTarget(job.target);
  tell({ type: 'ready' });
  const end = Date.now() + job.milliseconds;
  let slowest = 0;
  let count = 0;
  for (
    let number = job.from;
    number < job.to && Date.now() < end;
    number += 1
  ) {
    const seed = `${job.seed}/${number}`;
    tell({ type: 'attempt', number });
    const started = process.cpuUsage();
    try {
      await target.attempt(new Random(seed));
    } catch (error) {
      const text = error instanceof Error ? error.stack : String(error);
      tell({ type: 'finding', number, text: text ?? '' });
    }
    // Not the clock on the wall: the machine may have other things to do.
    const { user, system } = process.cpuUsage(started);
    const took = (user + system) / 1000;
    slowest = Math.max(slowest, took);
    count += 1;
    if (took > SLOW_MS * (target.readings ?? 1)) {
      const text = `It took ${Math.round(took)} ms of work`;
      tell({ type: 'finding', number, text });
    }
  }
  await target.stop?.();
  const megabytes = process.resourceUsage().maxRSS / 1024;
  // What the target left open must not keep us.
  process.send?.({ type: 'end', count, slowest, megabytes }, () =>
    process.exit(0),
  );
}

process.once('message', (job: Job) => {
  attempt(job).catch(error => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  });
});
