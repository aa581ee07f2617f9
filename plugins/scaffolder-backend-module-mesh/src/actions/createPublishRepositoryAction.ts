import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import {
  createTemplateAction,
  parseRepoUrl,
} from '@backstage/plugin-scaffolder-node';
import { GiteaClient } from '../client/GiteaClient';
import { claimRepository } from './claimRepository';
import { examples } from './createPublishRepositoryAction.examples';
import { pushWorkspace } from './pushWorkspace';
import { waitForFiles } from './waitForFiles';

/**
 * Creates the `mesh:repository:publish` action, which makes a repository on a
 * Gitea and pushes the workspace to it. When the push breaks off, the next task
 * goes on with the repository, which is empty then.
 */
export function createPublishRepositoryAction(options: {
  integrations: ScmIntegrations;
  config: RootConfigService;
}) {
  const { integrations, config } = options;
  return createTemplateAction({
    id: 'mesh:repository:publish',
    description:
      'Makes a repository on a Gitea, or goes on with one that is empty, and pushes the workspace to it',
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        repoUrl: z =>
          z.string({ description: 'Where, as `host?owner=name&repo=name`' }),
        description: z =>
          z.string({ description: 'What the repository is for' }).optional(),
        defaultBranch: z =>
          z
            .string({ description: "Its branch; 'main' when not given" })
            .optional(),
      },
      output: {
        remoteUrl: z => z.string({ description: 'Where to clone it from' }),
        repoContentsUrl: z => z.string({ description: 'Where its files are' }),
        commitHash: z => z.string({ description: 'The first commit' }),
      },
    },
    async handler(ctx) {
      const { description = '', defaultBranch = 'main' } = ctx.input;
      const { host, ref, auth, gitea } = locate(ctx.input, integrations);
      const { logger, signal, workspacePath: dir } = ctx;
      const name = `${ref.owner}/${ref.repo}`;
      const remoteUrl = `${gitea.url}/${name}.git`;
      const folder = `${gitea.url}/${name}/src/branch/${defaultBranch}/`;
      ctx.output('remoteUrl', remoteUrl);
      ctx.output('repoContentsUrl', folder);
      if (ctx.isDryRun) {
        logger.info(`Would make '${name}' on '${host}' and push to it`);
        return;
      }

      const commitHash = await ctx.checkpoint({
        key: 'mesh.repository.push',
        fn: async () => {
          const request = { gitea, description, signal };
          const { isNew } = await claimRepository(ref, request);
          logger.info(
            isNew
              ? `Made '${name}' on '${host}'`
              : `'${name}' is on '${host}' and empty; goes on with it`,
          );
          return pushWorkspace({
            ...{ dir, remoteUrl, defaultBranch, auth, config, logger, signal },
          });
        },
      });
      ctx.output('commitHash', commitHash);
      await waitForFiles(ref, { gitea, signal });
    },
  });
}

function locate(input: { repoUrl: string }, integrations: ScmIntegrations) {
  const { repoUrl } = input;
  const { host, owner, repo } = parseRepoUrl(repoUrl, integrations);
  const gitea = integrations.gitea.byHost(host)?.config;
  const { username, password } = gitea ?? {};
  if (!gitea || !owner || !username || !password) {
    throw new InputError(
      `'repoUrl' is '${repoUrl}'; it has to name an owner, and a host that 'integrations.gitea' has with a username and a password`,
    );
  }
  return {
    ...{ host, ref: { owner, repo }, auth: { username, password } },
    gitea: GiteaClient.create(gitea),
  };
}
