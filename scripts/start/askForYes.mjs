// Asks a person before anything is written.
import { createInterface } from 'node:readline/promises';
import { once } from 'node:events';

/** Throws a sentence unless the answer is yes. */
export async function askForYes(signal) {
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
  });
  try {
    const answer = await Promise.race([
      lines.question('  Go on? Only "yes" is taken for a yes: ', { signal }),
      // Nobody is there to answer.
      once(lines, 'close', { signal }).then(() => ''),
    ]);
    if (answer.trim().toLowerCase() !== 'yes') {
      throw new Error(
        'Nothing was started, and nothing was written to the cluster. Where nobody can answer, --yes says it at once',
      );
    }
  } finally {
    lines.close();
  }
}
