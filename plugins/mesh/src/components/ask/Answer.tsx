import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import type { AskResponse, Verdict } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { StatusBadge, verdictTones } from '../status';
import { Code, RelativeTime } from '../text';
import styles from './Answer.module.css';

/** The verdict, what decided, and the steps that lead to it. */
export function Answer(props: { answer: AskResponse }) {
  const { verdict, sentence, readAt } = props.answer;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <Flex direction="column" gap="3" align="start">
      <StatusBadge tone={verdictTones[verdict.decision]}>
        {t(`verdict.${verdict.decision}`)}
      </StatusBadge>
      <Text as="p" weight="bold">
        {sentence}
      </Text>
      <dl className={styles.facts}>
        {verdict.decidedBy && (
          <>
            <dt>{t('ask.decidedBy')}</dt>
            <dd>
              <DecidedBy decidedBy={verdict.decidedBy} />
            </dd>
          </>
        )}
        <dt>{t('ask.layer')}</dt>
        <dd>{t(`layer.${verdict.layer}`)}</dd>
        <dt>{t('ask.connection')}</dt>
        <dd>{t(`connection.${verdict.mtls}`)}</dd>
        <dt>{t('ask.readAt')}</dt>
        <dd>
          <RelativeTime instant={readAt} />
        </dd>
      </dl>
      {verdict.because.length > 0 && (
        <div>
          <Text as="h3" weight="bold">
            {t('ask.because')}
          </Text>
          <ol className={styles.steps}>
            {verdict.because.map(step => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </div>
      )}
      <WhatWouldChange verdict={verdict} />
    </Flex>
  );
}

function DecidedBy(props: { decidedBy: NonNullable<Verdict['decidedBy']> }) {
  const { kind, namespace, name, rule } = props.decidedBy;
  const { t } = useTranslationRef(meshTranslationRef);

  return (
    <>
      <Code>{`${kind} ${namespace}/${name}`}</Code>
      {rule !== undefined && ` ${t('ask.rule', { rule: String(rule) })}`}
    </>
  );
}

const changes = {
  'network-policy': 'ask.changeNetwork',
  transport: 'ask.changeTransport',
  'request-authentication': 'ask.changeAuthentication',
  'authorization-policy': 'ask.changeAuthorization',
  none: 'ask.unknownHint',
} as const;

function WhatWouldChange(props: { verdict: Verdict }) {
  const { decision, layer } = props.verdict;
  const { t } = useTranslationRef(meshTranslationRef);

  if (decision === 'allow') {
    return null;
  }
  return (
    <div>
      <Text as="h3" weight="bold">
        {t('ask.change')}
      </Text>
      <Text as="p">
        {decision === 'unknown' ? t('ask.unknownHint') : t(changes[layer])}
      </Text>
    </div>
  );
}
