import { Fragment, type ReactNode } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { meshTranslationRef } from '../../translation';
import { CustodyBadge, CustodyNote } from '../custody';
import { RunBadge } from '../run';
import { clusterTones, lifecycleTones, StatusBadge } from '../status';
import { Code, RelativeTime } from '../text';
import { useKeptFocus } from '../../hooks';
import { ClusterActions } from './ClusterActions';
import type { ClusterSummary } from './listClusters';
import { RunLink } from './RunLink';
import styles from './Clusters.module.css';

/** One cluster: what became of it, whether it answers, its last run. */
export function ClusterCard(props: { cluster: ClusterSummary }) {
  const { cluster } = props;
  const { name, passes } = cluster;
  const { fallback, ...watched } = useKeptFocus<HTMLHeadingElement>();

  return (
    <article className={styles.card} aria-label={name} {...watched}>
      <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
        <Text as="h3" weight="bold" ref={fallback} tabIndex={-1}>
          <Code>{name}</Code>
        </Text>
        <States cluster={cluster} />
      </Flex>
      {passes && (
        <Text as="p" variant="body-small" color="secondary">
          {passes.message}
        </Text>
      )}
      <CustodyNote custody={passes?.custody} />
      <Facts cluster={cluster} />
      <ClusterActions cluster={cluster} />
    </article>
  );
}

function States(props: { cluster: ClusterSummary }) {
  const { lifecycle, passes } = props.cluster;
  const { t } = useTranslationRef(meshTranslationRef);
  const custody = passes?.custody?.state ?? 'managed';
  // The last pass was made before that was decided.
  const isOutdated = passes?.state === 'managing' && custody !== 'managed';

  return (
    <>
      {lifecycle && (
        <StatusBadge tone={lifecycleTones[lifecycle]}>
          {t(`clusters.lifecycle.${lifecycle}`)}
        </StatusBadge>
      )}
      {passes && !isOutdated && (
        <StatusBadge tone={clusterTones[passes.state]}>
          {t(`clusterState.${passes.state}`)}
        </StatusBadge>
      )}
      <CustodyBadge custody={passes?.custody} />
    </>
  );
}

function Facts(props: { cluster: ClusterSummary }) {
  const { environment, dnsZone, passes } = props.cluster;
  const { t } = useTranslationRef(meshTranslationRef);
  const facts: Array<[string, ReactNode]> = [
    [t('page.environment'), environment],
    [
      t('page.lastPass'),
      passes?.lastPassAt ? (
        <>
          <RelativeTime instant={passes.lastPassAt} />
          {', '}
          {t('page.resultWords', {
            count: passes.changes,
            failed: String(passes.failed),
          })}
        </>
      ) : (
        t('page.noPass')
      ),
    ],
    [t('page.zone'), dnsZone ? <Code>{dnsZone}</Code> : t('names.none')],
    [t('clusters.lastRun'), <LastRun key="r" cluster={props.cluster} />],
  ];

  return (
    <dl className={styles.facts}>
      {facts.map(([label, value]) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function LastRun(props: { cluster: ClusterSummary }) {
  const { lastRun } = props.cluster;
  const { t } = useTranslationRef(meshTranslationRef);

  if (lastRun === 'unknown') {
    return <>{t('clusters.lastRunUnknown')}</>;
  }
  if (!lastRun) {
    return <>{t('clusters.noRun')}</>;
  }
  return (
    <Flex align="center" gap="2" style={{ flexWrap: 'wrap' }}>
      <RunLink run={lastRun} />
      <RunBadge state={lastRun.state} />
      <RelativeTime instant={lastRun.createdAt} />
    </Flex>
  );
}
