import type { ReactNode } from 'react';
import styles from './text.module.css';

/** A name in Kubernetes or in a file. */
export function Code(props: { children: ReactNode }) {
  return <code className={styles.code}>{props.children}</code>;
}
