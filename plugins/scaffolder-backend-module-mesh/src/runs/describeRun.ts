import type { MeshRun, RunStep } from '@meshwright/plugin-mesh-common';

const NEXT =
  'If the cause is not an answer of the form, remove it and try the task again: it goes on where it stopped. Otherwise fill in the form again.';

/** Why a run failed: every step that did, with all that support asks for. */
export function describeFailure(run: MeshRun): string {
  const failed = run.steps.filter(({ state }) => state === 'failed');
  const reasons = failed.map(describeError);
  const summary = run.message ?? 'No step says why';
  return [
    `The run '${run.id}' on '${run.cluster}' failed: ${summary}`,
    ...reasons,
    ...(failed.length > 0 ? [NEXT] : []),
  ].join('\n');
}

/** What a run that was cancelled has left behind. */
export function describeExisting(run: MeshRun): string {
  const made = run.steps.filter(
    ({ state, changed }) => state === 'succeeded' && changed,
  );
  const open = run.steps.filter(
    ({ state, startedAt }) =>
      startedAt !== undefined && state !== 'succeeded' && state !== 'skipped',
  );
  const sentences = [
    made.length > 0 ? `Written so far: ${list(made)}.` : '',
    open.length > 0 ? `Begun, and not known to have ended: ${list(open)}.` : '',
  ].filter(Boolean);
  return sentences.join(' ') || 'Nothing was written.';
}

function describeError({ title, error }: RunStep): string {
  if (!error) {
    return `- ${title}: it failed without a reason`;
  }
  const { code, status, requestId, answer } = error;
  const details = [
    code,
    status !== undefined && `status ${status}`,
    requestId && `request ${requestId}`,
    answer && `answer '${answer}'`,
  ].filter(Boolean);
  const more = details.length > 0 ? ` (${details.join(', ')})` : '';
  return `- ${error.resource}: ${error.message}${more}`;
}

function list(steps: readonly RunStep[]): string {
  return steps
    .map(({ title, operation }) => `${title} (${operation})`)
    .join(', ');
}
