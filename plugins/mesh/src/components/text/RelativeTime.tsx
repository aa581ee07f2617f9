import { formatExact, formatRelative } from '../../lib';
import styles from './text.module.css';

/** "2 days ago", with the exact instant on hover. */
export function RelativeTime(props: { instant: string }) {
  const { instant } = props;
  const exact = formatExact(instant);

  return (
    <time className={styles.time} dateTime={instant} title={exact}>
      {formatRelative({ instant, now: Date.now() })}
    </time>
  );
}
