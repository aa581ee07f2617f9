import type { MeshClusterSpec } from '@meshwright/plugin-mesh-common';
import type { Outcome, Trial } from './runOnce';

export type Verdict = {
  converged: boolean;
  /** Sentences, one per finding. */
  duplicates: string[];
  orphans: string[];
  wrongErrors: string[];
};

/** What can be found wrong with a run that has ended. */
export async function judge(options: {
  spec: MeshClusterSpec;
  outcome: Outcome;
  trial?: Trial;
  /** Ids of what a run without faults leaves. */
  expected?: ReadonlySet<string>;
}): Promise<Verdict> {
  const { outcome, expected } = options;
  const ids = listIds(outcome);
  return {
    converged: outcome.state === 'succeeded' && (await isAsPlanned(options)),
    duplicates: findDuplicates(outcome),
    orphans: expected ? ids.filter(id => !expected.has(id)) : [],
    wrongErrors: findWrongErrors(options),
  };
}

export function listIds({ arm }: Outcome): string[] {
  return arm.resources().map(({ id }) => id.toLowerCase());
}

/** A plan over what is there now has nothing to write. */
async function isAsPlanned(options: {
  spec: MeshClusterSpec;
  outcome: Outcome;
}): Promise<boolean> {
  const { spec, outcome } = options;
  const plan = await outcome.replica.plan(spec);
  return plan.steps.every(
    ({ target, operation }) =>
      target !== 'arm' || operation === 'keep' || operation === 'leave',
  );
}

/** Made twice, or written twice with the same words. */
function findDuplicates({ arm }: Outcome): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { id, effect, bodyHash } of arm.journal.entries()) {
    const key = id.toLowerCase();
    if (effect === 'deleted') {
      seen.delete(`${key} created`);
    } else if (effect !== 'action') {
      const marks = [`${key} ${bodyHash ?? ''}`];
      if (effect === 'created') {
        marks.push(`${key} created`);
      }
      if (marks.some(mark => seen.has(mark))) {
        twice.add(id);
      }
      marks.forEach(mark => seen.add(mark));
    }
  }
  const failed = arm.faults
    .hits()
    .some(({ fault, applied }) => applied && fault.kind === 'fail-operation');
  // What failed has to be written again; nothing else has.
  return failed && twice.size === 1
    ? []
    : [...twice].map(id => `${id} was written twice`);
}

/** An error must name what was asked for, and say what Azure said. */
function findWrongErrors(options: {
  outcome: Outcome;
  trial?: Trial;
}): string[] {
  const { outcome, trial } = options;
  const { firstState, failures, message } = outcome;
  if (firstState !== 'failed') {
    return [];
  }
  const code = trial?.fault.fault?.code;
  if (failures.length === 0) {
    // It was not planned yet: what is there could not be read.
    const status = trial?.fault.fault?.status;
    const said = status ? `Azure answered ${status}` : 'Azure';
    return /(cannot|could not) be read/.test(message) && message.includes(said)
      ? []
      : [`The run failed, and only said '${message}'`];
  }
  return failures.flatMap(({ title, error }) => {
    if (!error.message || error.resource !== title) {
      return [`'${title}' failed without a word about it`];
    }
    if (code && error.code !== code) {
      return [`'${title}' failed with '${error.code}' instead of '${code}'`];
    }
    return error.requestId === undefined
      ? [`'${title}' failed without the id of a request`]
      : [];
  });
}
