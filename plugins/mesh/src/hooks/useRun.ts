import { useCallback, useRef } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { MeshRun, RunEvent } from '@meshwright/plugin-mesh-common';
import { type MeshApi, meshApiRef } from '../api';
import { isActive } from '../lib';
import { usePolled } from './usePolled';

/** A run, what it said so far, and when that was read. */
export type WatchedRun = {
  run: MeshRun;
  events: RunEvent[];
  /** ISO instant. */
  readAt: string;
};

/** Milliseconds between two looks at a run that goes on. */
const EVERY = 1_000;

/** Somebody may resume a run that ended; one that cannot be read may come. */
const EVERY_OTHERWISE = 5_000;

/** A page of lines is at least so long; more of them follow the last run. */
const MAX_PAGES = 50;

/** A run, followed while it goes on and the page is visible. */
export function useRun(id: string) {
  const api = useApi(meshApiRef);
  const said = useRef<{ id: string; events: RunEvent[] }>({ id, events: [] });
  const load = useCallback(async (): Promise<WatchedRun> => {
    if (said.current.id !== id) {
      said.current = { id, events: [] };
    }
    // In this order the last lines of a run that ends are not missed.
    const run = await api.getRun(id);
    const events = await readOn(api, { run, events: said.current.events });
    said.current = { id, events };
    return { run, events, readAt: new Date().toISOString() };
  }, [api, id]);

  return usePolled(`run ${id}`, load, watched =>
    watched && isActive(watched.run.state) ? EVERY : EVERY_OTHERWISE,
  );
}

/** The lines known and those that followed. */
async function readOn(
  api: MeshApi,
  options: { run: MeshRun; events: RunEvent[] },
): Promise<RunEvent[]> {
  const { run } = options;
  let { events } = options;
  for (let page = 0; page < MAX_PAGES; page++) {
    const after = events[events.length - 1]?.sequence ?? 0;
    const { items } = await api.getRunEvents(run.id, after);
    const fresh = items.filter(({ sequence }) => sequence > after);
    events = [...events, ...fresh];
    if (fresh.length === 0 || isActive(run.state)) {
      break;
    }
  }
  return events;
}
