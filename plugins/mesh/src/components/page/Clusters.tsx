import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Flex, Text } from '@backstage/ui';
import {
  meshClusterReconcilePermission,
  type OverviewResponse,
} from '@meshwright/plugin-mesh-common';
import useAsyncFn from 'react-use/esm/useAsyncFn';
import { meshApiRef } from '../../api';
import { describeError } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { useReport } from '../dialogs';
import { Section } from '../section';
import { clusterTones, StatusBadge, textColors } from '../status';
import { type DataColumn, DataTable } from '../table';
import { Code, RelativeTime } from '../text';

type Cluster = OverviewResponse['clusters'][number];

/** Every cluster: whether it answers, and what its last pass did. */
export function Clusters(props: { overview: OverviewResponse }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const columns = useColumns();

  return (
    <Section title={t('page.clusters')}>
      <DataTable
        label={t('page.clusters')}
        columns={columns}
        items={props.overview.clusters}
        getKey={({ name }) => name}
      />
    </Section>
  );
}

function useColumns(): Array<DataColumn<Cluster>> {
  const { t } = useTranslationRef(meshTranslationRef);
  const { allowed } = usePermission({
    permission: meshClusterReconcilePermission,
  });

  return [
    {
      id: 'cluster',
      label: t('page.cluster'),
      cell: ({ name }) => <Code>{name}</Code>,
    },
    {
      id: 'environment',
      label: t('page.environment'),
      cell: ({ environment }) => environment,
    },
    {
      id: 'state',
      label: t('page.state'),
      cell: ({ state, message }) => (
        <Flex direction="column" gap="1" align="start">
          <StatusBadge tone={clusterTones[state]}>
            {t(`clusterState.${state}`)}
          </StatusBadge>
          <Text variant="body-small" color="secondary">
            {message}
          </Text>
        </Flex>
      ),
    },
    {
      id: 'last-pass',
      label: t('page.lastPass'),
      cell: ({ lastPassAt }) =>
        lastPassAt ? <RelativeTime instant={lastPassAt} /> : t('page.noPass'),
    },
    {
      id: 'result',
      label: t('page.result'),
      cell: ({ changes, failed }) =>
        t('page.resultValue', {
          changes: String(changes),
          failed: String(failed),
        }),
    },
    {
      id: 'zone',
      label: t('page.zone'),
      cell: ({ dnsZone }) =>
        dnsZone ? <Code>{dnsZone}</Code> : t('names.none'),
    },
    ...(allowed
      ? [
          {
            id: 'actions',
            label: t('page.actions'),
            cell: ({ name }: Cluster) => <ReconcileButton cluster={name} />,
          },
        ]
      : []),
  ];
}

function ReconcileButton(props: { cluster: string }) {
  const { cluster } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const api = useApi(meshApiRef);
  const report = useReport();
  const [{ loading, error }, start] = useAsyncFn(async () => {
    await api.reconcileNow(cluster);
    report(t('actions.reconcileStarted', { name: cluster }));
  }, [api, cluster, report, t]);

  return (
    <Flex direction="column" gap="1" align="start">
      <Button
        size="small"
        variant="secondary"
        aria-label={t('actions.reconcileOf', { name: cluster })}
        isPending={loading}
        onPress={() => start()}
      >
        {t('actions.reconcile')}
      </Button>
      {error && (
        <Text role="alert" variant="body-small" style={textColors.danger}>
          {describeError(error).message}
        </Text>
      )}
    </Flex>
  );
}
