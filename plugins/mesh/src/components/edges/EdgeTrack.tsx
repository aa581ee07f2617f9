import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Text, VisuallyHidden } from '@backstage/ui';
import type { EdgeStatus } from '@meshwright/plugin-mesh-common';
import { firstOpenStep } from '../../lib';
import { meshTranslationRef } from '../../translation';
import { EdgeBadge, edgeWord } from '../status';
import styles from './EdgeTrack.module.css';

/** How far an edge is: its word, eight steps, and the first that is open. */
export function EdgeTrack(props: { edge: EdgeStatus }) {
  const { edge } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const inForce = edge.summary === 'in-force';

  return (
    <Flex direction="column" gap="1" align="start">
      <EdgeBadge edge={edge} />
      <ol
        className={`${styles.track} ${inForce ? styles.force : ''}`}
        aria-label={t('edges.track')}
      >
        {edge.steps.map(({ step, status, message }) => (
          <li
            key={step}
            className={`${styles.step} ${styles[status]}`}
            title={`${t(`step.${step}`)}: ${t(
              `stepStatus.${status}`,
            )}. ${message}`}
          >
            <VisuallyHidden>
              {t('edges.stepOf', {
                step: t(`step.${step}`),
                status: t(`stepStatus.${status}`),
              })}
            </VisuallyHidden>
          </li>
        ))}
      </ol>
      <OpenStep edge={edge} />
      {!inForce && (
        <Text as="p" variant="body-small" color="secondary">
          {edge.sentence}
        </Text>
      )}
    </Flex>
  );
}

/** Words that end the way of an edge; nothing follows by itself. */
const FINAL = [
  ...(['open', 'denied', 'expired'] as const),
  ...(['held', 'conflict', 'drifted'] as const),
];

function OpenStep(props: { edge: EdgeStatus }) {
  const { edge } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const open = firstOpenStep(edge);

  return (
    <Text variant="body-small" weight={open ? 'bold' : 'regular'}>
      {describe()}
    </Text>
  );

  function describe() {
    if (!open) {
      return t('edges.allDone');
    }
    if (edge.summary === 'retiring') {
      return t('edges.goingOut');
    }
    if (open.step === 'observed' && edge.summary === 'in-force') {
      return t('edges.notSeen');
    }
    const step = t(`step.${open.step}`);
    const word = FINAL.find(final => final === edgeWord(edge));
    if (word) {
      return t('edges.stopped', { step, word: t(`edgeWord.${word}`) });
    }
    return open.status === 'unknown'
      ? t('edges.notKnown', { step })
      : t('edges.notYet', { step });
  }
}
