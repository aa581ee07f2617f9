import type { ProvisionStep } from '@meshwright/plugin-mesh-common';
import type { StepProgressRecord, StoredStep } from '../database';

/** A step while its run is carried out. */
export type StepWork = {
  readonly step: ProvisionStep;
  /** As it is stored. */
  progress: StepProgressRecord;
  /** Seconds from its start to the end of the longest chain behind it. */
  readonly tail: number;
  /** A request is out, or something is followed. */
  isBusy: boolean;
};

/** Whether it needs no write. */
export function needsNothing({ operation }: ProvisionStep): boolean {
  return operation === 'keep' || operation === 'leave';
}

/** Whether what depends on it may begin. */
export function isSatisfied({ step, progress }: StepWork): boolean {
  return (
    progress.state === 'succeeded' ||
    (progress.state === 'skipped' && needsNothing(step))
  );
}

export function isEnded({ progress }: StepWork): boolean {
  return ['succeeded', 'failed', 'canceled', 'skipped'].includes(
    progress.state,
  );
}

/**
 * Steps with their progress, the start of the longest chain first. Throws
 * when they depend on each other in a circle, or on what is not there.
 */
export function createStepWorks(steps: readonly StoredStep[]): StepWork[] {
  const tails = measureTails(steps.map(({ step }) => step));
  return steps
    .map(({ step, ...progress }) => ({
      step,
      progress,
      tail: tails.get(step.id) ?? 0,
      isBusy: false,
    }))
    .sort((a, b) => b.tail - a.tail);
}

/** Seconds from the start of each step to the end of everything behind it. */
export function measureTails(
  steps: readonly ProvisionStep[],
): Map<string, number> {
  const byId = new Map(steps.map(step => [step.id, step]));
  const waiting = new Map(steps.map(({ id }) => [id, 0]));
  for (const { id, dependsOn } of steps) {
    for (const other of dependsOn) {
      const count = waiting.get(other);
      if (count === undefined) {
        throw new Error(
          `The step '${id}' depends on '${other}', which is not in the plan`,
        );
      }
      waiting.set(other, count + 1);
    }
  }

  const behind = new Map<string, number>();
  const tails = new Map<string, number>();
  const last = steps.filter(({ id }) => waiting.get(id) === 0);
  for (let step = last.pop(); step; step = last.pop()) {
    const tail = step.expectedSeconds + (behind.get(step.id) ?? 0);
    tails.set(step.id, tail);
    for (const id of step.dependsOn) {
      behind.set(id, Math.max(behind.get(id) ?? 0, tail));
      const left = (waiting.get(id) ?? 0) - 1;
      waiting.set(id, left);
      const other = byId.get(id);
      if (left === 0 && other) {
        last.push(other);
      }
    }
  }
  if (tails.size < byId.size) {
    const circle = [...byId.keys()].filter(id => !tails.has(id));
    throw new Error(
      `The steps '${circle.slice(0, 5).join("', '")}' wait for each other`,
    );
  }
  return tails;
}
