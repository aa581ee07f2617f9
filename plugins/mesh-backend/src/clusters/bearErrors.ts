import type { EventEmitter } from 'node:events';

/**
 * Lets connections end while somebody still reads. The HTTP client tells the
 * reader, and may emit the same once more where nobody listens, which would
 * end the process.
 */
export function bearErrors(dispatcher: EventEmitter): void {
  dispatcher.on(
    'connect',
    (_origin: URL, targets: readonly EventEmitter[] = []) => {
      for (const target of targets) {
        if (target.listenerCount('error') === 0) {
          target.on('error', () => undefined);
        }
      }
    },
  );
}
