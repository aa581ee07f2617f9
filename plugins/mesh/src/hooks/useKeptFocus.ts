import { type FocusEvent, useLayoutEffect, useRef } from 'react';

/**
 * Gives the focus to a place nearby when what had it is gone, as buttons are
 * whose action is done: the focus of a page that loses it starts at its top.
 */
export function useKeptFocus<T extends HTMLElement>() {
  const fallback = useRef<T>(null);
  const focused = useRef<Element | null>(null);

  useLayoutEffect(() => {
    if (
      focused.current?.isConnected === false &&
      document.activeElement === document.body
    ) {
      fallback.current?.focus();
    }
  });
  return {
    fallback,
    onFocus: ({ target }: FocusEvent) => {
      focused.current = target;
    },
    onBlur: ({ target }: FocusEvent) => {
      // What is taken away did not give it up.
      if (target.isConnected && focused.current === target) {
        focused.current = null;
      }
    },
  };
}
