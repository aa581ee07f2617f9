import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { EntityMeshStatus } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { Placeholder } from '../states';
import { SummaryBadge } from '../status';
import { RelativeTime } from '../text';

/** The first line: answers the question in words. */
export function Summary(props: { status: EntityMeshStatus }) {
  const { summary, sentence, passAt, workloads } = props.status;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Flex direction="column" gap="2" align="start">
      <Flex
        direction="column"
        gap="2"
        align="start"
        role="status"
        aria-live="polite"
      >
        <SummaryBadge summary={summary} />
        <Text as="p" variant="body-large">
          {sentence}
        </Text>
      </Flex>
      <Text as="p" variant="body-small" color="secondary">
        {t('states.asOf')} <RelativeTime instant={passAt} />
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
