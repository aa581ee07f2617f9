import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type {
  EdgeStatus,
  OverviewResponse,
} from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { Section } from '../section';
import { type DataColumn, DataTable } from '../table';
import { EntityName } from '../text';
import { OwnerName } from './OwnerName';
import { RequestDecision } from './RequestDecision';

/** Requests that wait, with buttons for those who may decide. */
export function Requests(props: { overview: OverviewResponse }) {
  const { requests } = props.overview;
  const { t } = useTranslationRef(meshTranslationRef);
  const columns = useColumns();

  return (
    <Section title={t('page.requests')}>
      {requests.length === 0 ? (
        <Text as="p" color="secondary">
          {t('page.requestsEmpty')}
        </Text>
      ) : (
        <DataTable
          label={t('page.requests')}
          columns={columns}
          items={requests}
          getKey={({ key }) => key}
        />
      )}
    </Section>
  );
}

function useColumns(): Array<DataColumn<EdgeStatus>> {
  const { t } = useTranslationRef(meshTranslationRef);

  return [
    {
      id: 'caller',
      label: t('edges.caller'),
      cell: ({ consumer }) => (
        <EntityName entityRef={consumer.entityRef} title={consumer.title} />
      ),
    },
    {
      id: 'provider',
      label: t('edges.provider'),
      cell: ({ provider }) => (
        <EntityName entityRef={provider.entityRef} title={provider.title} />
      ),
    },
    { id: 'what', label: t('page.what'), cell: ({ what }) => what },
    {
      id: 'reason',
      label: t('edges.reason'),
      cell: ({ declaredReason }) => declaredReason ?? t('edges.noReason'),
    },
    {
      id: 'waits-for',
      label: t('page.waitsFor'),
      cell: ({ provider }) => <OwnerName owner={provider.owner} />,
    },
    {
      id: 'decision',
      label: t('edges.decision'),
      cell: edge => <RequestDecision edge={edge} />,
    },
  ];
}
