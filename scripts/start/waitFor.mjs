// Waits for things that take a while.
import { setTimeout as sleep } from 'node:timers/promises';

/** GET as JSON; undefined while the server is not up or does not know. */
export async function getJson(url, headers = {}) {
  try {
    const response = await fetch(url, { headers });
    return response.ok ? await response.json() : undefined;
  } catch {
    // Not listening yet; whoever waits asks again.
    return undefined;
  }
}

/**
 * Calls until there is a result; throws `message` after `seconds`. A server
 * that takes its time over an answer is asked less often.
 */
export async function waitFor(ask, { seconds, message, signal }) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const asked = Date.now();
    const answer = await ask();
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    const pause = Math.min(Math.max((Date.now() - asked) * 10, 250), 2000);
    await sleep(pause, undefined, { signal });
  }
  throw new Error(typeof message === 'function' ? message() : message);
}
