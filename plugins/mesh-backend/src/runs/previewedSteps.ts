import {
  canonicalJson,
  type ProvisionPlan,
  type StepOperation,
} from '@meshwright/plugin-mesh-common';
import { createHash } from 'node:crypto';
import type { PreviewedStep } from '../database';

const WOULD: Record<StepOperation, string> = {
  create: 'would be created',
  update: 'would be changed',
  delete: 'would be deleted',
  keep: 'would be kept',
  leave: 'would be left alone',
  check: 'would be checked',
};

const MOST = 10;

/** What is remembered of a plan that was shown. */
export function toPreviewedSteps(plan: ProvisionPlan): PreviewedStep[] {
  return plan.steps.map(({ id, title, operation, resource, body }) => ({
    id,
    title,
    operation,
    hash: createHash('sha256')
      .update(canonicalJson({ operation, resource, body }))
      .digest('hex'),
  }));
}

/** Why an approved plan is not carried out: what would be different now. */
export function describeMismatch(
  plan: ProvisionPlan,
  shown: readonly PreviewedStep[] | undefined,
): string {
  const now = toPreviewedSteps(plan);
  const differences = shown
    ? compare(shown, now)
    : now
        .filter(({ operation }) => operation !== 'keep')
        .map(({ title, operation }) => `${title} ${WOULD[operation]}`);
  const listed = differences.slice(0, MOST).join('; ');
  const more = differences.length - MOST;
  return [
    'What is there has changed since the preview, and nothing was written.',
    listed && `Now ${listed}${more > 0 ? `; and ${more} more` : ''}.`,
    'Look at a new preview, and approve that.',
  ]
    .filter(Boolean)
    .join(' ');
}

function compare(
  shown: readonly PreviewedStep[],
  now: readonly PreviewedStep[],
): string[] {
  const before = new Map(shown.map(step => [step.id, step]));
  const after = new Set(now.map(({ id }) => id));
  const different = now.flatMap(({ id, title, operation, hash }) => {
    const old = before.get(id);
    if (old?.hash === hash) {
      return [];
    }
    const isOther = old?.operation === operation;
    return [
      `${title} ${WOULD[operation]}${isOther ? ' to something else' : ''}`,
    ];
  });
  const gone = shown
    .filter(({ id }) => !after.has(id))
    .map(({ title }) => `${title} would not be touched`);
  return [...different, ...gone];
}
