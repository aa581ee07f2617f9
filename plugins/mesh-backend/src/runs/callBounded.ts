import { toError } from '@backstage/errors';

/**
 * A call that is given up when nothing may go on, or nobody answers: a
 * network that swallows packets says nothing for hours. Waits on the clock of
 * the wall, as sockets do.
 */
export async function callBounded<T>(
  call: (signal: AbortSignal) => Promise<T>,
  options: { stopped: AbortSignal; milliseconds: number },
): Promise<{ answer?: T; error?: Error; isSilent?: boolean }> {
  const { stopped, milliseconds } = options;
  const controller = new AbortController();
  const stop = () => controller.abort(stopped.reason);
  stopped.addEventListener('abort', stop, { once: true });
  let isSilent = false;
  const timer = setTimeout(() => {
    isSilent = true;
    controller.abort(new Error('Nothing answers'));
  }, milliseconds);
  // Nobody waits for it when the process ends.
  timer.unref();
  try {
    if (stopped.aborted) {
      stop();
    }
    return { answer: await call(controller.signal) };
  } catch (error) {
    return { error: toError(error), isSilent };
  } finally {
    clearTimeout(timer);
    stopped.removeEventListener('abort', stop);
  }
}
