import { type ReactNode, Fragment } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Flex, Text } from '@backstage/ui';
import type { MeshRun, StepError } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { Code } from '../text';
import styles from './run.module.css';

/** What went wrong, with everything that support and the form need. */
export function RunErrors(props: { run: MeshRun }) {
  const { run } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const failed = run.steps.flatMap(({ id, title, state, error }) =>
    error && state === 'failed' ? [{ id, title, error }] : [],
  );

  if (failed.length === 0) {
    return null;
  }
  return (
    <section aria-label={t('run.errors')}>
      <Flex direction="column" gap="3">
        {failed.map(({ id, title, error }) => (
          <Alert
            key={id}
            icon
            status="danger"
            title={title}
            description={<ErrorDetails error={error} />}
          />
        ))}
        {run.state === 'failed' && (
          <Text as="p" color="secondary">
            {t('run.resumeHint')}
          </Text>
        )}
      </Flex>
    </section>
  );
}

function ErrorDetails(props: { error: StepError }) {
  const { message, resource, code, status, requestId, answer } = props.error;
  const { t } = useTranslationRef(meshTranslationRef);
  const facts: Array<[string, ReactNode]> = [
    [t('run.resource'), resource],
    [t('run.answer'), answer && <Code>{answer}</Code>],
    [t('run.code'), code && <Code>{code}</Code>],
    [t('run.status'), status],
    [t('run.requestId'), requestId && <Code>{requestId}</Code>],
  ];

  return (
    <Flex direction="column" gap="2">
      <p style={{ margin: 0 }}>{message}</p>
      <dl className={styles.facts}>
        {facts.map(
          ([label, value]) =>
            value && (
              <Fragment key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </Fragment>
            ),
        )}
      </dl>
    </Flex>
  );
}
