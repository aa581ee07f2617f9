import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { EntityMeshStatus } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { Placeholder } from '../states';
import { StatusBadge, SummaryLine } from '../status';
import { RelativeTime } from '../text';

/** The first line: answers the question in words. */
export function Summary(props: { status: EntityMeshStatus }) {
  const { summary, sentence, passAt, staleSince, workloads } = props.status;
  const { t } = useTranslationRef(meshTranslationRef);
  const requests = workloads
    .flatMap(({ inbound }) => inbound)
    .filter(({ consent }) => consent.state === 'pending').length;

  return (
    <Flex direction="column" gap="2" align="start">
      <div role="status" aria-live="polite">
        <SummaryLine
          summary={summary}
          sentence={sentence}
          variant="body-large"
        />
      </div>
      {requests > 0 && (
        <StatusBadge tone="info">
          {t('waiting.requests', { count: requests })}
        </StatusBadge>
      )}
      <Text as="p" variant="body-small" color="secondary">
        {t('states.asOf')} <RelativeTime instant={staleSince ?? passAt} />
      </Text>
      {workloads.length === 0 && (
        <Placeholder
          title={t('states.noWorkloadsTitle')}
          hint={t('states.noWorkloadsHint')}
        />
      )}
    </Flex>
  );
}
