import {
  type TranslationFunction,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { MeshRun } from '@meshwright/plugin-mesh-common';
import {
  formatAbout,
  formatSpan,
  listEvidence,
  remainingSeconds,
  secondsBetween,
} from '../../lib';
import { meshTranslationRef } from '../../translation';

type Translate = TranslationFunction<typeof meshTranslationRef.T>;

/** Their own words say what exists and what to do. */
const WITH_REASON = new Set<MeshRun['state']>(['failed', 'canceled']);

const OVER = ['succeeded', 'failed', 'canceled', 'skipped'];

/** What one wants to know of a run, in a sentence. */
export function RunSentence(props: { run: MeshRun; now: number }) {
  const { run, now } = props;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <>
      <Text as="p" variant="body-large" data-testid="mesh-run-sentence">
        {describeRun(t, { run, now })}
      </Text>
      {run.message && WITH_REASON.has(run.state) && (
        <Text as="p">{run.message}</Text>
      )}
    </>
  );
}

function describeRun(
  t: Translate,
  { run, now }: { run: MeshRun; now: number },
): string {
  const counts = countStates(run);
  const isVerified =
    run.kind === 'verify' && ['succeeded', 'failed'].includes(run.state);
  const verified = isVerified && describeVerified(t, run);
  if (verified) {
    return verified;
  }
  switch (run.state) {
    case 'queued':
      return t('run.queued');
    case 'running':
      return describeRunning(t, { run, now });
    case 'canceling':
      return t('run.canceling', counts);
    case 'succeeded':
      return describeSuccess(t, run);
    case 'failed':
    case 'canceled':
      return t(`run.${run.state}`, counts);
    default:
      return run.message ?? t('runState.unknown');
  }
}

function describeRunning(
  t: Translate,
  { run, now }: { run: MeshRun; now: number },
): string {
  const left = remainingSeconds(run, now);
  const counts = countStates(run);
  return left < 1
    ? t('run.runningLast', counts)
    : t('run.running', {
        ...counts,
        // Nobody reads a number that changes every second.
        left: formatAbout(left < 60 ? Math.ceil(left / 10) * 10 : left),
      });
}

function describeSuccess(t: Translate, run: MeshRun): string {
  const { kind, cluster: name, steps } = run;
  const changed = steps.filter(step => step.changed).length;
  if (kind === 'provision' && changed === 0) {
    return t('run.succeededNothing', { name });
  }
  const seconds = secondsBetween(run.startedAt ?? run.createdAt, run.endedAt);
  return t(
    kind === 'retire' ? 'run.succeededRetire' : 'run.succeededProvision',
    {
      ...{ name, changed: String(changed), all: String(steps.length) },
      took:
        seconds === undefined
          ? ''
          : t('run.took', { time: formatSpan(seconds) }),
    },
  );
}

/** Undefined when the evidence does not say why a run failed. */
function describeVerified(t: Translate, run: MeshRun): string | undefined {
  const rows = listEvidence(run);
  const count = (state: string) =>
    rows.filter(row => row.state === state).length;
  const ok = count('ok');
  if (ok < rows.length) {
    return t('run.verifyOpen', {
      ...{ ok: String(ok), all: String(rows.length) },
      ...{ wrong: String(count('wrong')), unknown: String(count('unknown')) },
    });
  }
  if (run.state === 'failed') {
    return undefined;
  }
  return rows.length === 0
    ? t('run.verifyNothing')
    : t('run.succeededVerify', { ok: String(ok), all: String(rows.length) });
}

function countStates({ steps }: MeshRun) {
  const of = (states: string[]) =>
    String(steps.filter(({ state }) => states.includes(state)).length);
  return {
    done: of(OVER),
    busy: of(['running', 'waiting']),
    failed: of(['failed']),
    all: String(steps.length),
  };
}
