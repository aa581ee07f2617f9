import type { BackendProcess } from './BackendProcess';
import type { Editor } from './Editor';
import type { LiveObjects } from './LiveObjects';
import { round } from './spread';

const SAMPLES_PER_MINUTE = 4;

/** What the backend holds while edit follows edit. */
export async function measureMemory(options: {
  backend: BackendProcess;
  editor: Editor;
  live: LiveObjects;
  minutes: number;
}) {
  const { backend, editor, live, minutes } = options;
  const samples: Array<{ minute: number; heap: number; resident: number }> = [];
  const start = performance.now();
  const minute = () => (performance.now() - start) / 60_000;
  let edits = 0;
  while (minute() < minutes) {
    const { entity, listOpen } = editor.next();
    await backend.edit(entity);
    await live.until(listOpen);
    edits += 1;
    if (minute() * SAMPLES_PER_MINUTE >= samples.length) {
      const { heapMegabytes, residentMegabytes } = await backend.usage();
      samples.push({
        minute: round(minute()),
        heap: round(heapMegabytes),
        resident: round(residentMegabytes),
      });
    }
  }
  return { minutes, edits, ...fit(samples), samples };
}

/** Growth by least squares over the second half, when caches are full. */
function fit(samples: ReadonlyArray<{ minute: number; heap: number }>) {
  const late = samples.slice(Math.floor(samples.length / 2));
  const mean = (pick: (one: { minute: number; heap: number }) => number) =>
    late.reduce((sum, one) => sum + pick(one), 0) / late.length;
  const [x, y] = [mean(one => one.minute), mean(one => one.heap)];
  const above = late.reduce(
    (sum, { minute, heap }) => sum + (minute - x) * (heap - y),
    0,
  );
  const below = late.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
  return {
    heapMegabytes: round(y),
    growthMegabytesPerHour: below > 0 ? round((above / below) * 60) : undefined,
  };
}
