import type {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { initRepoAndPush } from '@backstage/plugin-scaffolder-node';

/**
 * Makes everything in a workspace the first commit of a repository. It does not
 * force: where others were faster, their commits stay. When it is aborted, what
 * is under way may still arrive.
 */
export async function pushWorkspace(options: {
  dir: string;
  remoteUrl: string;
  defaultBranch: string;
  auth: { username: string; password: string };
  config: RootConfigService;
  logger: LoggerService;
  signal?: AbortSignal;
}): Promise<string> {
  const { config, remoteUrl, signal, ...rest } = options;
  signal?.throwIfAborted();
  try {
    const push = initRepoAndPush({
      ...rest,
      remoteUrl,
      commitMessage:
        config.getOptionalString('scaffolder.defaultCommitMessage') ??
        'Initial commit',
      gitAuthorInfo: {
        name: config.getOptionalString('scaffolder.defaultAuthor.name'),
        email: config.getOptionalString('scaffolder.defaultAuthor.email'),
      },
    });
    // The library would wait for a silent host for ever.
    const { commitHash } = await Promise.race([push, untilAborted(signal)]);
    return commitHash;
  } catch (error) {
    signal?.throwIfAborted();
    // Behind this is the whole answer of whatever answered.
    const [reason] = toError(error).message.split(' {data=');
    throw new Error(
      `The files could not be pushed to ${remoteUrl}: ${reason}. Nothing was deleted. Start again with the same answers when it can be reached: that goes on with the repository as long as it is empty`,
    );
  }
}

function untilAborted(signal?: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), {
      once: true,
    });
  });
}
