import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { MeshRun } from '@meshwright/plugin-mesh-common';
import { type EvidenceRow, listEvidence } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { Section } from '../section';
import { StatusBadge } from '../status';
import { type DataColumn, DataTable } from '../table';

const LIMIT = 200;

/** What checks looked at, what they expected and what they saw. */
export function EvidenceTable(props: { run: MeshRun }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const columns = useColumns();
  const rows = listEvidence(props.run);

  if (rows.length === 0) {
    return null;
  }
  return (
    <Section title={t('run.evidence')}>
      <DataTable
        label={t('run.evidence')}
        columns={columns}
        items={rows}
        getKey={({ key }) => key}
        limit={LIMIT}
      />
    </Section>
  );
}

const verdicts = {
  ok: { tone: 'success', word: 'run.ok' },
  wrong: { tone: 'danger', word: 'run.notOk' },
  unknown: { tone: 'unknown', word: 'run.unknown' },
} as const;

function useColumns(): Array<DataColumn<EvidenceRow>> {
  const { t } = useTranslationRef(meshTranslationRef);

  return [
    { id: 'what', label: t('run.evidenceWhat'), cell: ({ what }) => what },
    { id: 'check', label: t('run.check'), cell: ({ step }) => step.title },
    {
      id: 'verdict',
      label: t('run.verdict'),
      cell: ({ state }) => (
        <StatusBadge tone={verdicts[state].tone}>
          {t(verdicts[state].word)}
        </StatusBadge>
      ),
    },
    { id: 'expected', label: t('run.expected'), cell: row => row.expected },
    {
      id: 'seen',
      label: t('run.seen'),
      cell: ({ seen, step }) =>
        seen || (
          <Text color="secondary">
            {step.error?.message ?? step.message ?? t('run.notSeen')}
          </Text>
        ),
    },
  ];
}
