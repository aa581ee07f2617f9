import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { MeshRun, RunStep } from '@meshwright/plugin-mesh-common';
import { formatSpan, secondsBetween } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { Section } from '../section';
import { StatusBadge, stepTones, textColors } from '../status';
import { type DataColumn, DataTable } from '../table';
import { Code } from '../text';
import styles from './run.module.css';

/** More than a cluster has, so that no step under way is out of sight. */
const LIMIT = 200;

/** Every step of a run, in the order of the plan, with how far it is. */
export function RunSteps(props: { run: MeshRun; now: number }) {
  const { run, now } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const columns = useColumns(now);

  return (
    <Section title={t('run.steps')}>
      <DataTable
        label={t('run.steps')}
        columns={columns}
        items={run.steps}
        getKey={({ id }) => id}
        limit={LIMIT}
        details={{
          name: ({ title }) => title,
          content: step => <StepDetails step={step} run={run} />,
        }}
      />
    </Section>
  );
}

function useColumns(now: number): Array<DataColumn<RunStep>> {
  const { t } = useTranslationRef(meshTranslationRef);

  return [
    { id: 'step', label: t('run.step'), cell: ({ title }) => title },
    {
      id: 'what',
      label: t('run.what'),
      cell: ({ operation }) => t(`operation.${operation}`),
    },
    {
      id: 'state',
      label: t('run.state'),
      cell: step => <StepBadge step={step} />,
    },
    {
      id: 'time',
      label: t('run.time'),
      cell: step => <StepTime step={step} now={now} />,
    },
    { id: 'now', label: t('run.now'), cell: step => <Happening step={step} /> },
  ];
}

function StepBadge(props: { step: RunStep }) {
  const { tone, word } = badgeOf(props.step);
  const { t } = useTranslationRef(meshTranslationRef);

  return <StatusBadge tone={tone}>{t(`stepState.${word}`)}</StatusBadge>;
}

function badgeOf({ state, operation }: RunStep) {
  if (state === 'skipped' && (operation === 'keep' || operation === 'leave')) {
    return { tone: 'neutral', word: operation } as const;
  }
  return state in stepTones
    ? { tone: stepTones[state], word: state }
    : ({ tone: 'unknown', word: 'unknown' } as const);
}

function StepTime(props: { step: RunStep; now: number }) {
  const { step, now } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const taken = secondsBetween(step.startedAt, step.endedAt ?? now);
  const expected = formatSpan(step.expectedSeconds);

  if (taken === undefined) {
    return step.state === 'pending' && step.expectedSeconds > 0 ? (
      <Text color="secondary">{t('run.timeExpected', { expected })}</Text>
    ) : null;
  }
  return (
    <>
      {step.endedAt
        ? formatSpan(taken)
        : t('run.timeOf', { taken: formatSpan(taken), expected })}
    </>
  );
}

function Happening(props: { step: RunStep }) {
  const { message, attempts, error, changed, state } = props.step;
  const { t } = useTranslationRef(meshTranslationRef);
  const outcome =
    state === 'succeeded' && changed !== undefined
      ? t(changed ? 'run.wrote' : 'run.wroteNothing')
      : undefined;

  return (
    <Flex direction="column" gap="1" className={styles.happening}>
      <span>
        {[
          message ?? outcome,
          attempts > 1 && t('run.attempts', { number: String(attempts) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      {error && <span style={textColors.danger}>{error.message}</span>}
    </Flex>
  );
}

function StepDetails(props: { step: RunStep; run: MeshRun }) {
  const { step, run } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const before = run.steps
    .filter(({ id }) => step.dependsOn.includes(id))
    .map(({ title }) => title);

  return (
    <Flex direction="column" gap="1">
      <Text as="p">
        {t('run.resource')}: <Code>{step.resource}</Code>
      </Text>
      {before.length > 0 && (
        <Text as="p">{t('run.after', { steps: before.join(', ') })}</Text>
      )}
    </Flex>
  );
}
