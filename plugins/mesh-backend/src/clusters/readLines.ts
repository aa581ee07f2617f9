/** The lines of an answer as they come; rejects as soon as it is aborted. */
export async function* readLines(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  signal.throwIfAborted();
  const reader = stream.getReader();
  const cancel = () => {
    reader.cancel(signal.reason).catch(() => undefined);
  };
  signal.addEventListener('abort', cancel, { once: true });
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      signal.throwIfAborted();
      if (done) {
        return;
      }
      const text = rest + decoder.decode(value, { stream: true });
      const lines = text.split('\n');
      rest = lines.pop() ?? '';
      yield* lines.filter(line => line.trim());
    }
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
