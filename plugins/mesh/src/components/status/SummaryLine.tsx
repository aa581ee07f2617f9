import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { EdgeStatus } from '@meshwright/plugin-mesh-common';
import { meshTranslationRef } from '../../translation';
import { toneIcons } from './StatusBadge';
import { SummaryBadge } from './SummaryBadge';
import styles from './StatusBadge.module.css';
import { summaryTones } from './tones';

/** The answer in one sentence, which need not say its word twice. */
export function SummaryLine(props: {
  summary: EdgeStatus['summary'];
  sentence: string;
  variant?: 'body-medium' | 'body-large';
}) {
  const { summary, sentence, variant = 'body-medium' } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const tone = summaryTones[summary];
  const Icon = toneIcons[tone];

  if (!sentence.startsWith(t(`summary.${summary}`))) {
    return (
      <div className={styles.line}>
        <SummaryBadge summary={summary} />
        <Text as="p" variant={variant}>
          {sentence}
        </Text>
      </div>
    );
  }
  return (
    <div className={styles.line} data-tone={tone}>
      <Icon aria-hidden className={`${styles.icon} ${styles[tone]}`} />
      <Text as="p" variant={variant}>
        {sentence}
      </Text>
    </div>
  );
}
