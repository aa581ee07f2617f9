import type { ReactNode } from 'react';
import styles from './Readable.module.css';

/** Keeps quiet texts readable on every ground, in light and dark. */
export function Readable(props: { children: ReactNode }) {
  return <div className={styles.readable}>{props.children}</div>;
}
