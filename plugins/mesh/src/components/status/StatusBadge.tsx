import type { ReactNode } from 'react';
import {
  RiAlertLine,
  RiCheckboxCircleLine,
  RiCheckLine,
  RiCircleLine,
  RiCloseCircleLine,
  RiQuestionLine,
  RiTimeLine,
} from '@remixicon/react';
import styles from './StatusBadge.module.css';
import type { Tone } from './tones';

/** The icon of every tone. */
export const toneIcons = {
  success: RiCheckboxCircleLine,
  info: RiTimeLine,
  warning: RiAlertLine,
  danger: RiCloseCircleLine,
  neutral: RiCheckLine,
  idle: RiCircleLine,
  unknown: RiQuestionLine,
};

/**
 * A status: an icon, a word and a colour, never the colour alone. Without a
 * tone it is a word of a newer backend, of which this app knows nothing.
 */
export function StatusBadge(props: { tone?: Tone; children: ReactNode }) {
  const { tone = 'unknown', children } = props;
  const Icon = toneIcons[tone];

  return (
    <span className={`${styles.status} ${styles[tone]}`} data-tone={tone}>
      <Icon aria-hidden />
      {children}
    </span>
  );
}
