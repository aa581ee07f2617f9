import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { OverviewResponse } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { AdoptButton } from '../dialogs';
import { Section } from '../section';
import { DataTable } from '../table';
import { Code } from '../text';
import { OwnerName } from './OwnerName';

/** Every namespace with workloads, and how far its rollout is. */
export function Namespaces(props: { overview: OverviewResponse }) {
  const { namespaces, allowed } = props.overview;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Section title={t('page.namespaces')}>
      {namespaces.length === 0 ? (
        <Text as="p" color="secondary">
          {t('page.namespacesEmpty')}
        </Text>
      ) : (
        <DataTable
          label={t('page.namespaces')}
          items={namespaces}
          getKey={({ cluster, namespace }) => `${cluster}/${namespace}`}
          columns={[
            {
              id: 'namespace',
              label: t('page.namespace'),
              cell: ({ namespace }) => <Code>{namespace}</Code>,
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
              id: 'stage',
              label: t('page.stage'),
              cell: ({ stage, step }) =>
                stage === 'enforce'
                  ? t('card.stageStep', {
                      stage: t('stage.enforce'),
                      step: t(`stageStep.${step}`),
                    })
                  : t(`stage.${stage}`),
            },
            {
              id: 'workloads',
              label: t('page.workloads'),
              cell: ({ workloads }) => workloads,
            },
            {
              id: 'actions',
              label: t('page.actions'),
              cell: ({ cluster, namespace, stage }) =>
                allowed.adopt &&
                stage === 'off' && (
                  <AdoptButton cluster={cluster} namespace={namespace} />
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}
