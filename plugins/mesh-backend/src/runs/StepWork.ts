import { orderSteps, type ProvisionStep } from '@meshwright/plugin-mesh-common';
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

/**
 * Seconds from the start of each step to the end of everything behind it.
 * Throws when they cannot be put in an order.
 */
export function measureTails(
  steps: readonly ProvisionStep[],
): Map<string, number> {
  const behind = new Map<string, number>();
  const tails = new Map<string, number>();
  for (const step of orderSteps(steps).reverse()) {
    const tail = step.expectedSeconds + (behind.get(step.id) ?? 0);
    tails.set(step.id, tail);
    for (const id of step.dependsOn) {
      behind.set(id, Math.max(behind.get(id) ?? 0, tail));
    }
  }
  return tails;
}
