import { useEffect } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, Flex, Skeleton, Text } from '@backstage/ui';
import type { ProvisionPlan } from '@meshwright/plugin-mesh-common';
import { usePreview } from '../../hooks';
import { meshTranslationRef } from '../../translation';
import { PlanView } from '../plan';
import { ErrorState, Loading, TableSkeleton } from '../states';
import { Readable } from '../text';
import { answersOf } from './answersOf';
import type { ClusterPreviewProps } from './clusterPreviewSchema';

/** What a run with the answers of the form would do; its value is the plan's digest. */
export function ClusterPreview(props: ClusterPreviewProps) {
  const { formContext, formData, uiSchema, onChange, name } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const purpose = uiSchema['ui:options']?.purpose ?? 'provision';
  const { plan, old, error, loading, retry } = usePreview({
    purpose,
    answers: answersOf(formContext?.formData, { purpose, name }),
  });
  const digest = plan && isRunnable(plan) ? plan.digest : '';
  useEffect(() => {
    // A digest of other answers must not outlive them.
    if (formData !== digest) {
      onChange(digest);
    }
  });

  return (
    <Readable>
      <section aria-label={t('plan.title')} aria-busy={loading}>
        <Flex direction="column" gap="3">
          <Flex align="center" justify="between" gap="3">
            <Text as="h2" variant="title-x-small" weight="bold">
              {t('plan.title')}
            </Text>
            <Button
              size="small"
              variant="secondary"
              isPending={loading}
              onPress={retry}
            >
              {t('plan.refresh')}
            </Button>
          </Flex>
          {loading && <Planning isAgain={Boolean(old)} />}
          {error && (
            <ErrorState
              error={error}
              title={t('plan.errorTitle')}
              permission="mesh.cluster.read"
              onRetry={retry}
            />
          )}
          {plan && <PlanView plan={plan} />}
          {!loading && !error && !plan && (
            <Text as="p" color="secondary">
              {t('plan.waiting')}
            </Text>
          )}
        </Flex>
      </section>
    </Readable>
  );
}

function Planning(props: { isAgain: boolean }) {
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <>
      {props.isAgain && (
        <Alert icon role="status" status="info" title={t('plan.stale')} />
      )}
      <Loading label={t('plan.loading')}>
        <Text as="p" color="secondary">
          {t('plan.loading')}
        </Text>
        <Skeleton width="80%" height={24} />
        <TableSkeleton rows={6} />
      </Loading>
    </>
  );
}

function isRunnable({ problems }: ProvisionPlan): boolean {
  return !problems.some(({ severity }) => severity === 'error');
}
