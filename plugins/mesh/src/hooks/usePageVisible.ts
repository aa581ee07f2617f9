import { useCallback, useState } from 'react';
import useEvent from 'react-use/esm/useEvent';

const isVisible = () => document.visibilityState !== 'hidden';

/** Whether anybody can see the page, so that nothing is polled in vain. */
export function usePageVisible(): boolean {
  const [visible, setVisible] = useState(isVisible);
  const onChange = useCallback(() => setVisible(isVisible()), []);
  useEvent('visibilitychange', onChange, document);
  return visible;
}
