import type { RunState } from '@meshwright/plugin-mesh-common';

/** Whether a run goes on, so that it is worth looking again soon. */
export function isActive(state: RunState): boolean {
  return state === 'queued' || state === 'running' || state === 'canceling';
}
