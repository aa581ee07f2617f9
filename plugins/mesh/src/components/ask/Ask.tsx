import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Skeleton, Text } from '@backstage/ui';
import type { WorkloadStatus } from '@meshwright/plugin-mesh-common';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { meshApiRef } from '../../api';
import { meshTranslationRef } from '../../translation';
import { Section } from '../section';
import { ErrorState, Loading } from '../states';
import { AskForm } from './AskForm';
import { Answer } from './Answer';
import { useQuestion } from './useQuestion';

/** "May X call Y?", answered from the objects in the cluster. */
export function Ask(props: { entityRef: string; workloads: WorkloadStatus[] }) {
  const { entityRef, workloads } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const api = useApi(meshApiRef);
  const { question, request, setQuestion } = useQuestion();
  const { value, error, loading, retry } = useAsyncRetry(
    async () => (request ? api.ask(request) : undefined),
    [api, request],
  );

  return (
    <Section title={t('ask.title')}>
      <Flex direction="column" gap="4">
        <Text as="p" color="secondary">
          {t('ask.text')} {t('ask.linkHint')}
        </Text>
        <AskForm
          question={question}
          entityRef={entityRef}
          workloads={workloads}
          isPending={loading}
          onAsk={next => {
            setQuestion(next);
            retry();
          }}
        />
        <div aria-live="polite">
          {loading && (
            <Loading>
              <Skeleton width="60%" height={24} />
              <Skeleton width="90%" height={18} />
            </Loading>
          )}
          {!loading && error && <ErrorState error={error} onRetry={retry} />}
          {!loading && !error && value && <Answer answer={value} />}
        </div>
      </Flex>
    </Section>
  );
}
