import type { JsonValue } from '@backstage/types';
import type {
  FieldChange,
  ProvisionPlan,
  ProvisionStep,
  StepOperation,
} from './plan';

/** Steps of a plan that do the same. @public */
export type PlanSection = {
  operation: StepOperation;
  /** For example `To be created`. */
  title: string;
  /** One for each step, in the order of the plan. Plain text, no Markdown. */
  sentences: string[];
};

const TITLES: ReadonlyArray<[StepOperation, string]> = [
  ['create', 'To be created'],
  ['update', 'To be changed'],
  ['delete', 'To be deleted'],
  ['leave', 'Left alone'],
  ['keep', 'There already, as planned'],
  ['check', 'To be checked'],
];
const MAX_CHANGES = 10;
const MAX_VALUE = 60;

/**
 * Says what a plan would do, for logs and terminals: one short sentence for
 * each step, writes first. Operations without a step are left out.
 *
 * @public
 */
export function describePlan(
  plan: Pick<ProvisionPlan, 'steps'>,
): PlanSection[] {
  return TITLES.map(([operation, title]) => ({
    operation,
    title,
    sentences: plan.steps
      .filter(step => step.operation === operation)
      .map(describeStep),
  })).filter(({ sentences }) => sentences.length > 0);
}

function describeStep(step: ProvisionStep): string {
  const { operation, title, reason, changes } = step;
  if (operation === 'keep') {
    return title;
  }
  if (operation !== 'update' || changes.length === 0) {
    return `${title}: ${reason}`;
  }
  const more = changes.length - MAX_CHANGES;
  return `${title}: ${[
    ...changes.slice(0, MAX_CHANGES).map(describeChange),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join(', ')}`;
}

function describeChange({ path, from, to }: FieldChange): string {
  if (from === undefined) {
    return `${path} becomes ${show(to)}`;
  }
  return to === undefined
    ? `${path} is no longer ${show(from)}`
    : `${path} changes from ${show(from)} to ${show(to)}`;
}

function show(value: JsonValue | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 1)}…` : text;
}
