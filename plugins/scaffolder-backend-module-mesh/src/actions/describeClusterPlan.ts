import {
  describePlan,
  type ProvisionPlan,
} from '@meshwright/plugin-mesh-common';

/** Says in Markdown what a plan would do, what it takes and what is wrong. */
export function describeClusterPlan(plan: ProvisionPlan): string {
  const sections = describePlan(plan).map(({ title, sentences }) =>
    section(title, sentences),
  );
  const problems = plan.problems.map(
    ({ field, message }) => `\`${field}\`: ${escape(message)}`,
  );
  return [
    ...(problems.length > 0 ? [list('To be put right', problems)] : []),
    ...sections,
    describeTime(plan),
    ...describeCost(plan),
  ].join('\n\n');
}

function section(title: string, sentences: readonly string[]): string {
  return list(title, sentences.map(escape));
}

function list(title: string, lines: readonly string[]): string {
  return `**${title}**\n\n${lines.map(line => `- ${line}`).join('\n')}`;
}

function describeTime({ steps, criticalPath }: ProvisionPlan): string {
  const writes = steps.filter(({ operation }) =>
    ['create', 'update', 'delete'].includes(operation),
  ).length;
  if (writes === 0) {
    return 'Nothing is written.';
  }
  const minutes = Math.max(1, Math.ceil(criticalPath.seconds / 60));
  return `${writes} ${writes === 1 ? 'write' : 'writes'}, about ${minutes} ${
    minutes === 1 ? 'minute' : 'minutes'
  }.`;
}

function describeCost({ cost }: ProvisionPlan): string[] {
  return cost
    ? [
        `About ${cost.monthly.toFixed(0)} ${escape(
          cost.currency,
        )} a month, fixed costs only.`,
      ]
    : [];
}

/** Names come from answers and from what others made. */
function escape(text: string): string {
  return text.replace(/[\\`*_[\]<>&]/g, character => `\\${character}`);
}
