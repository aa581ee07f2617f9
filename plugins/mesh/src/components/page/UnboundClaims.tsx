import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { OverviewResponse } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { BindButton } from '../dialogs';
import { Section } from '../section';
import { DataTable } from '../table';
import { Code, EntityName } from '../text';
import { OwnerName } from './OwnerName';

/** Workloads that claim what nobody has given them. */
export function UnboundClaims(props: { overview: OverviewResponse }) {
  const { unbound, allowed } = props.overview;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Section title={t('page.unbound')}>
      {unbound.length === 0 ? (
        <Text as="p" color="secondary">
          {t('page.unboundEmpty')}
        </Text>
      ) : (
        <DataTable
          label={t('page.unbound')}
          items={unbound}
          getKey={({ workloadKey }) => workloadKey}
          columns={[
            {
              id: 'claim',
              label: t('page.claim'),
              cell: ({ entityRef }) => <EntityName entityRef={entityRef} />,
            },
            {
              id: 'namespace',
              label: t('page.namespace'),
              cell: ({ cluster, namespace }) => (
                <Code>{`${cluster}/${namespace}`}</Code>
              ),
            },
            {
              id: 'owner',
              label: t('page.owner'),
              cell: ({ owner }) => <OwnerName owner={owner} />,
            },
            {
              id: 'message',
              label: t('page.message'),
              cell: ({ message }) => message,
            },
            {
              id: 'actions',
              label: t('page.actions'),
              cell: target => allowed.bind && <BindButton target={target} />,
            },
          ]}
        />
      )}
    </Section>
  );
}
