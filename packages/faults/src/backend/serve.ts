import type { Answer, Call } from './Child';

/** Does what the process that started this one tells it, until that ends. */
export function serve<C>(obey: (command: C) => Promise<unknown>): void {
  const answer = (message: Answer) => process.send?.(message);
  process.on('message', async ({ id, command }: Call<C>) => {
    try {
      answer({ id, result: await obey(command) });
    } catch (error) {
      const text = error instanceof Error ? error.stack : undefined;
      answer({ id, error: text ?? String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}
