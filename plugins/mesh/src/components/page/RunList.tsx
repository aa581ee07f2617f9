import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { Polled } from '../../hooks';
import { formatSpan, secondsBetween } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { RunBadge } from '../run';
import { Section } from '../section';
import { ErrorState, Loading, TableSkeleton } from '../states';
import { type DataColumn, DataTable } from '../table';
import { Code, EntityName, RelativeTime } from '../text';
import type { RunSummary } from './listClusters';
import { RunLink } from './RunLink';

/** What was done to clusters, newest first. */
export function RunList(props: { polled: Polled<{ runs: RunSummary[] }> }) {
  const { value, error, retry } = props.polled;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Section title={t('clusters.runs')}>
      <Flex direction="column" gap="3">
        {error && (
          <ErrorState
            error={error}
            title={t('clusters.runsError')}
            permission="mesh.cluster.read"
            onRetry={retry}
          />
        )}
        {!value && !error && (
          <Loading>
            <TableSkeleton rows={2} />
          </Loading>
        )}
        {value && <Runs runs={value.runs} />}
      </Flex>
    </Section>
  );
}

function Runs(props: { runs: RunSummary[] }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const columns = useColumns();
  const runs = [...props.runs].sort((a, b) =>
    b.createdAt.localeCompare(a.createdAt, 'en'),
  );

  if (runs.length === 0) {
    return (
      <Text as="p" color="secondary">
        {t('clusters.runsEmpty')}
      </Text>
    );
  }
  return (
    <DataTable
      label={t('clusters.runs')}
      columns={columns}
      items={runs}
      getKey={({ id }) => id}
    />
  );
}

function useColumns(): Array<DataColumn<RunSummary>> {
  const { t } = useTranslationRef(meshTranslationRef);

  return [
    { id: 'run', label: t('clusters.run'), cell: run => <RunLink run={run} /> },
    {
      id: 'cluster',
      label: t('page.cluster'),
      cell: ({ cluster }) => <Code>{cluster}</Code>,
    },
    {
      id: 'state',
      label: t('page.state'),
      cell: ({ state }) => <RunBadge state={state} />,
    },
    {
      id: 'by',
      label: t('clusters.by'),
      cell: ({ by }) => (by.includes(':') ? <EntityName entityRef={by} /> : by),
    },
    {
      id: 'started',
      label: t('clusters.started'),
      cell: ({ createdAt }) => <RelativeTime instant={createdAt} />,
    },
    {
      id: 'took',
      label: t('clusters.took'),
      cell: ({ startedAt, endedAt }) => {
        const seconds = secondsBetween(startedAt, endedAt);
        return seconds === undefined ? t('clusters.none') : formatSpan(seconds);
      },
    },
    {
      id: 'message',
      label: t('clusters.message'),
      cell: ({ message }) => message ?? t('clusters.none'),
    },
  ];
}
