import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { ButtonLink, Flex, Text } from '@backstage/ui';
import {
  meshClusterProvisionPermission,
  type OverviewResponse,
} from '@meshwright/plugin-mesh-common';
import { useRuns } from '../../hooks';
import { templateLink } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { Section } from '../section';
import { ClusterCard } from './ClusterCard';
import { listClusters } from './listClusters';
import { RunList } from './RunList';
import styles from './Clusters.module.css';

/** Every cluster, what can be done with it, and what was done. */
export function Clusters(props: { overview: OverviewResponse }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const runs = useRuns();
  const clusters = listClusters(props.overview, runs.value);

  return (
    <Flex direction="column" gap="4">
      <Section title={t('page.clusters')} actions={<NewClusterLinks />}>
        {clusters.length === 0 && (
          <Text as="p" color="secondary">
            {t('clusters.empty')}
          </Text>
        )}
        <ul className={styles.cards} aria-label={t('page.clusters')}>
          {clusters.map(cluster => (
            <li key={cluster.name}>
              <ClusterCard cluster={cluster} />
            </li>
          ))}
        </ul>
      </Section>
      <RunList polled={runs} />
    </Flex>
  );
}

/** Making and adopting clusters; for who may. */
function NewClusterLinks() {
  const { t } = useTranslationRef(meshTranslationRef);
  const { allowed } = usePermission({
    permission: meshClusterProvisionPermission,
  });

  if (!allowed) {
    return null;
  }
  return (
    <Flex gap="2" style={{ flexWrap: 'wrap' }}>
      <ButtonLink
        size="small"
        variant="secondary"
        href={templateLink('adopt-mesh-cluster')}
      >
        {t('clusters.adoptAny')}
      </ButtonLink>
      <ButtonLink
        size="small"
        variant="primary"
        href={templateLink('new-mesh-cluster')}
      >
        {t('clusters.new')}
      </ButtonLink>
    </Flex>
  );
}
