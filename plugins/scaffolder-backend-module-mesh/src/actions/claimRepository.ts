import { ConflictError, NotFoundError } from '@backstage/errors';
import type { GiteaClient, RepositoryRef } from '../client/GiteaClient';

/**
 * Makes a repository. One that is there does as well while it is empty: whoever
 * made it did not get to push. One with commits is somebody's, and left alone.
 */
export async function claimRepository(
  ref: RepositoryRef,
  options: { gitea: GiteaClient; description: string; signal?: AbortSignal },
): Promise<{ isNew: boolean }> {
  const { gitea, signal } = options;
  if (await gitea.createRepository(ref, options)) {
    return { isNew: true };
  }
  const name = `${ref.owner}/${ref.repo}`;
  const found = await gitea.readRepository(ref, { signal });
  if (!found) {
    throw new NotFoundError(
      `There is something in the way of the repository '${name}' that the login in 'integrations.gitea' cannot see. Start again with another name`,
    );
  }
  // A Gitea leads from the old name of a repository to where it is now.
  if (found.fullName.toLowerCase() !== name.toLowerCase()) {
    throw new ConflictError(
      `The repository '${name}' is '${found.fullName}' now, and is left alone. Start again with another name`,
    );
  }
  if (!found.isEmpty) {
    throw new ConflictError(
      `The repository '${name}' is there and has commits, so nothing was pushed to it. Start again with another name; if the commits are what this template pushed for you before, look at ${gitea.url}/${name}, delete the repository there, and start again with the same answers`,
    );
  }
  return { isNew: false };
}
