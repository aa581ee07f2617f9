import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { OverviewResponse } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { ConfirmRetiringButton } from '../dialogs';
import { Section } from '../section';
import { DataTable } from '../table';
import { Code, RelativeTime } from '../text';

/** Entities that are gone, and when what they had goes too. */
export function RetiringEntities(props: { overview: OverviewResponse }) {
  const { retiring, allowed } = props.overview;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Section title={t('page.retiring')}>
      {retiring.length === 0 ? (
        <Text as="p" color="secondary">
          {t('page.retiringEmpty')}
        </Text>
      ) : (
        <DataTable
          label={t('page.retiring')}
          items={retiring}
          getKey={({ entityRef }) => entityRef}
          columns={[
            {
              id: 'entity',
              label: t('page.entity'),
              cell: ({ entityRef }) => <Code>{entityRef}</Code>,
            },
            {
              id: 'message',
              label: t('page.message'),
              cell: ({ message }) => message,
            },
            {
              id: 'since',
              label: t('page.since'),
              cell: ({ since }) => <RelativeTime instant={since} />,
            },
            {
              id: 'until',
              label: t('page.until'),
              cell: ({ until }) => <RelativeTime instant={until} />,
            },
            {
              id: 'workloads',
              label: t('page.workloads'),
              cell: ({ workloads }) => workloads,
            },
            {
              id: 'actions',
              label: t('page.actions'),
              cell: ({ entityRef }) =>
                allowed.confirmRetiring && (
                  <ConfirmRetiringButton entityRef={entityRef} />
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}
