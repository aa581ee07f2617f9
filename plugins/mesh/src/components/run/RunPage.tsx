import { useSearchParams } from 'react-router-dom';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Link, Skeleton } from '@backstage/ui';
import { useRun } from '../../hooks';
import { describeError } from '../../lib';
import { meshTranslationRef } from '../../translation';
import {
  ErrorState,
  Loading,
  Placeholder,
  StaleBanner,
  TableSkeleton,
} from '../states';
import { RunView } from './RunView';

/** One run over a cluster, as it goes on. */
export function RunPage(props: { id: string }) {
  return (
    <Flex direction="column" gap="4">
      <BackLink />
      <Run id={props.id} />
    </Flex>
  );
}

function Run(props: { id: string }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { value, error, retry } = useRun(props.id);

  if (value) {
    return (
      <>
        <StaleBanner error={error} passAt={value.readAt} />
        <RunView watched={value} onChanged={retry} />
      </>
    );
  }
  if (!error) {
    return (
      <Loading label={t('run.loading')}>
        <Skeleton width={320} height={28} />
        <Skeleton width="70%" height={24} />
        <TableSkeleton rows={8} />
      </Loading>
    );
  }
  return describeError(error).kind === 'not-found' ? (
    <Placeholder title={t('run.notFoundTitle')} hint={t('run.notFoundHint')} />
  ) : (
    <ErrorState
      error={error}
      title={t('run.errorTitle')}
      permission="mesh.cluster.read"
      onRetry={retry}
    />
  );
}

function BackLink() {
  const { t } = useTranslationRef(meshTranslationRef);
  const [params] = useSearchParams();
  const without = new URLSearchParams(params);
  without.delete('run');
  without.set('tab', 'clusters');

  return <Link href={`?${without}`}>{t('run.back')}</Link>;
}
