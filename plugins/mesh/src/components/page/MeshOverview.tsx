import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Flex, Skeleton, Text } from '@backstage/ui';
import type { OverviewResponse } from '@meshwright/plugin-mesh-common';
import { useOverview } from '../../hooks';
import { countUnmanaged } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { OutcomeMessage, OutcomeProvider } from '../dialogs';
import {
  ErrorState,
  Loading,
  Placeholder,
  StaleBanner,
  TableSkeleton,
} from '../states';
import { CopyBlock } from '../text';
import { Clusters } from './Clusters';
import { MeshTabs } from './MeshTabs';

const LINES = `mesh:
  instance: my-installation
  clusters:
    - name: my-cluster
      environment: production
      type: kubeconfig
      kubeconfig: /path/to/kubeconfig
      trustDomain: cluster.local
      rootNamespace: istio-system
      revision: default`;

/** Clusters, namespaces, requests, bindings and what is on its way out. */
export function MeshOverview() {
  const { value, error, retry } = useOverview();

  if (!value) {
    return error ? (
      <ErrorState error={error} onRetry={retry} />
    ) : (
      <Loading>
        <Skeleton width="60%" height={24} />
        <Skeleton width={320} height={32} />
        <TableSkeleton rows={4} />
      </Loading>
    );
  }
  if (value.clusters.length === 0) {
    return <NoClusters overview={value} />;
  }
  const passAt = newestPass(value);
  return (
    <OutcomeProvider passAt={passAt} onDone={retry}>
      <Flex direction="column" gap="4">
        <StaleBanner error={error} passAt={passAt} />
        <Sentence overview={value} />
        <MissingClusters overview={value} />
        <OutcomeMessage />
        <MeshTabs overview={value} />
      </Flex>
    </OutcomeProvider>
  );
}

/** How to get one; and those that are on their way. */
function NoClusters(props: { overview: OverviewResponse }) {
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Flex direction="column" gap="4">
      <Placeholder
        title={t('states.noClustersTitle')}
        hint={t('states.noClustersHint')}
      >
        <CopyBlock text={LINES} />
      </Placeholder>
      <Clusters overview={props.overview} />
    </Flex>
  );
}

function Sentence(props: { overview: OverviewResponse }) {
  const { clusters, requests } = props.overview;
  const { t } = useTranslationRef(meshTranslationRef);
  const unmanaged = countUnmanaged(clusters);
  const notMade = clusters.reduce((sum, { failed }) => sum + failed, 0);
  const managing = unmanaged.reduce(
    (left, [, count]) => left - count,
    clusters.length,
  );

  return (
    <Text as="p" variant="body-large" role="status">
      {managing === clusters.length
        ? t('page.allManaged')
        : t('page.someManaged', {
            count: managing,
            clusters: String(clusters.length),
            why: unmanaged
              .map(([why, count]) => t(`page.unmanaged.${why}`, { count }))
              .join(', '),
          })}{' '}
      {notMade > 0 && `${t('page.notMade', { count: notMade })} `}
      {t('page.requestsWait', { count: requests.length })}
    </Text>
  );
}

function MissingClusters(props: { overview: OverviewResponse }) {
  const { clusters } = props.overview;
  const { t } = useTranslationRef(meshTranslationRef);
  const missing = clusters.filter(({ state }) => state === 'unreachable');

  if (missing.length === 0) {
    return null;
  }
  return (
    <Alert
      icon
      role="status"
      status="warning"
      title={t('states.partialTitle')}
      description={t('page.missingClusters', {
        names: missing.map(({ name }) => name).join(', '),
      })}
    />
  );
}

/** Instant of the newest pass over any cluster. */
function newestPass({ clusters }: OverviewResponse): string | undefined {
  return clusters
    .flatMap(({ lastPassAt }) => (lastPassAt ? [lastPassAt] : []))
    .sort()
    .pop();
}
