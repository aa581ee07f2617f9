import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { Binding, OverviewResponse } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { BindButton } from '../dialogs';
import { Section } from '../section';
import { type DataColumn, DataTable } from '../table';
import { Code, EntityName, RelativeTime } from '../text';
import { OwnerName } from './OwnerName';
import { UnboundClaims } from './UnboundClaims';

/** Whose namespaces and hosts are whose, and claims to what is not. */
export function Bindings(props: { overview: OverviewResponse }) {
  const { bindings, allowed } = props.overview;
  const { t } = useTranslationRef(meshTranslationRef);
  const columns = useColumns();

  return (
    <Flex direction="column" gap="4">
      <UnboundClaims overview={props.overview} />
      <Section
        title={t('page.bindings')}
        actions={allowed.bind && <BindButton variant="primary" />}
      >
        {bindings.length === 0 ? (
          <Text as="p" color="secondary">
            {t('page.bindingsEmpty')}
          </Text>
        ) : (
          <DataTable
            label={t('page.bindings')}
            columns={columns}
            items={bindings}
            getKey={({ id }) => id}
          />
        )}
      </Section>
    </Flex>
  );
}

function useColumns(): Array<DataColumn<Binding>> {
  const { t } = useTranslationRef(meshTranslationRef);

  return [
    {
      id: 'bound',
      label: t('page.bound'),
      cell: ({ namespace, host }) => <Code>{namespace ?? host}</Code>,
    },
    {
      id: 'cluster',
      label: t('page.cluster'),
      cell: ({ cluster }) => <Code>{cluster}</Code>,
    },
    {
      id: 'owner',
      label: t('page.owner'),
      cell: ({ owner }) => <OwnerName owner={owner} />,
    },
    {
      id: 'origin',
      label: t('page.origin'),
      cell: ({ origin }) => t(`origin.${origin}`),
    },
    {
      id: 'by',
      label: t('page.by'),
      cell: ({ by }) => (by.includes(':') ? <EntityName entityRef={by} /> : by),
    },
    {
      id: 'at',
      label: t('page.at'),
      cell: ({ at }) => <RelativeTime instant={at} />,
    },
    {
      id: 'reason',
      label: t('page.reason'),
      cell: ({ reason }) => reason ?? '',
    },
  ];
}
