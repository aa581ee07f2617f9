import type { MeshRun, RunStep } from '@meshwright/plugin-mesh-common';

const DONE = new Set<RunStep['state']>([
  'succeeded',
  'skipped',
  'failed',
  'canceled',
]);

/**
 * What is left of the longest chain of steps, as far as durations can be
 * expected. A step that takes longer than it should counts as nearly done.
 */
export function remainingSeconds(run: MeshRun, now: number): number {
  const steps = new Map(run.steps.map(step => [step.id, step]));
  const ends = new Map<string, number>();
  for (const id of inOrder(steps)) {
    const step = steps.get(id);
    if (step) {
      const before = step.dependsOn.map(other => ends.get(other) ?? 0);
      ends.set(id, Math.max(0, ...before) + leftOf(step, now));
    }
  }
  return Math.max(0, ...ends.values());
}

function leftOf(step: RunStep, now: number): number {
  if (DONE.has(step.state)) {
    return 0;
  }
  const started = Date.parse(step.startedAt ?? '');
  const passed = Number.isNaN(started) ? 0 : (now - started) / 1000;
  return Math.max(0, step.expectedSeconds - Math.max(0, passed));
}

/** Ids so that each stands behind those it depends on. */
function inOrder(steps: Map<string, RunStep>): string[] {
  const waits = new Map<string, number>();
  const followers = new Map<string, string[]>();
  for (const { id, dependsOn } of steps.values()) {
    const known = dependsOn.filter(other => steps.has(other));
    waits.set(id, known.length);
    for (const other of known) {
      followers.set(other, [...(followers.get(other) ?? []), id]);
    }
  }
  const order = [...steps.keys()].filter(id => waits.get(id) === 0);
  for (const id of order) {
    for (const follower of followers.get(id) ?? []) {
      const left = (waits.get(follower) ?? 0) - 1;
      waits.set(follower, left);
      if (left === 0) {
        order.push(follower);
      }
    }
  }
  return order;
}
