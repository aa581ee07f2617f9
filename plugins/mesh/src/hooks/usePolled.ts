import { useRef } from 'react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import useInterval from 'react-use/esm/useInterval';
import { usePageVisible } from './usePageVisible';

/** Milliseconds between two looks at something that others change. */
const EVERY = 4_000;

/** What is known now, and what went wrong the last time it was asked for. */
export type Polled<T> = {
  value?: T;
  /** With a value: the value is what was known before the error. */
  error?: Error;
  retry: () => void;
};

/**
 * Loads something and keeps it fresh while the page is visible; keeps what
 * was known when a later load fails. `load` must be stable for a `key`.
 */
export function usePolled<T>(
  key: string,
  load: () => Promise<T>,
  /** Milliseconds until the next look, by what the last one found. */
  pause: (value: T | undefined) => number | null = () => EVERY,
): Polled<T> {
  const last = useRef<{ key: string; value: T }>();
  const state = useAsyncRetry(async () => {
    const value = await load();
    last.current = { key, value };
    return value;
  }, [key, load]);
  const visible = usePageVisible();
  const value = last.current?.key === key ? last.current.value : undefined;
  useInterval(state.retry, visible && !state.loading ? pause(value) : null);

  return { value, error: state.error, retry: state.retry };
}
