import type {
  Evidence,
  MeshRun,
  RunStep,
} from '@meshwright/plugin-mesh-common';

/** What a check found out about one thing. */
export type EvidenceRow = Omit<Evidence, 'ok'> & {
  key: string;
  step: RunStep;
  /** `unknown` when nothing was seen, whatever the check made of it. */
  state: 'ok' | 'wrong' | 'unknown';
};

const OVER = new Set<RunStep['state']>([
  'succeeded',
  'failed',
  'canceled',
  'skipped',
]);

/** All evidence of a run; a check that ended without any is unknown. */
export function listEvidence({ steps }: MeshRun): EvidenceRow[] {
  return steps.flatMap(step => {
    const rows = (step.evidence ?? []).map(
      (evidence, index): EvidenceRow => ({
        ...evidence,
        key: `${step.id} ${index}`,
        step,
        state: stateOf(evidence),
      }),
    );
    return rows.length > 0 ||
      step.operation !== 'check' ||
      !OVER.has(step.state)
      ? rows
      : [withoutEvidence(step)];
  });
}

function stateOf({ seen, ok }: Evidence): EvidenceRow['state'] {
  if (seen.trim() === '' || /^unknown\b/i.test(seen)) {
    return 'unknown';
  }
  return ok ? 'ok' : 'wrong';
}

function withoutEvidence(step: RunStep): EvidenceRow {
  return {
    key: step.id,
    step,
    what: step.title,
    expected: '',
    seen: '',
    state: 'unknown',
  };
}
