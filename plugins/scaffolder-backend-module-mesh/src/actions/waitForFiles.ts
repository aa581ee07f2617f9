import { setTimeout as sleep } from 'node:timers/promises';
import { NotFoundError } from '@backstage/errors';
import type { GiteaClient, RepositoryRef } from '../client/GiteaClient';

const TRIES = 20;
const PAUSE_MS = 1_000;

/**
 * Waits until the files of a repository can be read: a Gitea takes notice of a
 * push a moment after it. Gives up in silence, for who reads them next says so.
 */
export async function waitForFiles(
  ref: RepositoryRef,
  options: { gitea: GiteaClient; signal?: AbortSignal },
): Promise<void> {
  const { gitea, signal } = options;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const found = await gitea.readRepository(ref, { signal }).catch(() => {
      signal?.throwIfAborted();
      return 'unknown' as const;
    });
    if (!found) {
      throw new NotFoundError(
        `The repository '${ref.owner}/${ref.repo}' was pushed to, and is gone. Start a new task with the same answers`,
      );
    }
    if (found !== 'unknown' && !found.isEmpty) {
      return;
    }
    await sleep(PAUSE_MS, undefined, { signal });
  }
}
