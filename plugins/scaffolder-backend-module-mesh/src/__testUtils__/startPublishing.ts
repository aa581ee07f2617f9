import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mockServices } from '@backstage/backend-test-utils';
import { ScmIntegrations } from '@backstage/integration';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { startGitHost } from '@meshwright/sandbox';
import { createPublishRepositoryAction } from '../actions/createPublishRepositoryAction';

const OWNER = 'shop';
/** More than what is said before a push. */
const MANY_BYTES = 200_000;

/** How one run of the action went. */
export type Outcome = {
  error?: Error;
  outputs: Record<string, unknown>;
  /** All that was logged. */
  log: string;
};

/**
 * The sandbox's Git host, and the action that publishes to it, each time from
 * a workspace of its own.
 */
export async function startPublishing() {
  const folder = await mkdtemp(join(tmpdir(), 'meshwright-publish-'));
  const login = { user: 'sandbox', password: 'a-password-that-nobody-logs' };
  const host = await startGitHost({
    ...{ port: 0, root: join(folder, 'root'), organizations: [OWNER] },
    ...login,
  });
  /** Checkpoints by task; a task that is tried again finds what it did. */
  const done = new Map<string, unknown>();

  async function publish(
    repo: string,
    options: {
      address?: string;
      owner?: string;
      password?: string;
      text?: string;
      task?: string;
      isDryRun?: boolean;
      signal?: AbortSignal;
    } = {},
  ): Promise<Outcome> {
    const { address = new URL(host.url).host, text = 'hello', task } = options;
    const { owner = OWNER, password = login.password, ...rest } = options;
    const workspacePath = await mkdtemp(join(folder, 'workspace-'));
    await writeFile(join(workspacePath, 'README.md'), text);
    await writeFile(join(workspacePath, 'noise'), randomBytes(MANY_BYTES));
    const config = mockServices.rootConfig({
      data: {
        integrations: {
          gitea: [
            {
              ...{ host: address, baseUrl: `http://${address}` },
              ...{ username: login.user, password },
            },
          ],
        },
      },
    });
    const integrations = ScmIntegrations.fromConfig(config);
    const action = createPublishRepositoryAction({ integrations, config });
    const logger = mockServices.logger.mock();
    const outputs: Record<string, unknown> = {};
    const error = await action
      .handler({
        ...createMockActionContext({
          input: { repoUrl: `${address}?owner=${owner}&repo=${repo}` },
        }),
        ...{ ...rest, workspacePath, logger },
        output: (name: string, value: unknown) => {
          outputs[name] = value;
        },
        checkpoint: async ({ key, fn }: { key: string; fn(): unknown }) => {
          const name = `${task} ${key}`;
          const value = done.get(name) ?? (await fn());
          return task ? done.set(name, value).get(name) : value;
        },
      } as never)
      .then(
        () => undefined,
        (reason: Error) => reason,
      );
    const log = [logger.info, logger.warn, logger.error, logger.debug]
      .flatMap(({ mock }) => mock.calls.flat())
      .join('\n');
    return { error, outputs, log };
  }

  return {
    host,
    login,
    publish,
    /** The text that was pushed; undefined while there is no commit. */
    async textOf(repo: string): Promise<string | undefined> {
      const heads = await host.source.list();
      const found = heads.find(each => each.repo === repo);
      const files =
        found && (await host.source.readFiles(OWNER, repo, found.head));
      return files?.find(({ path }) => path === 'README.md')?.content;
    },
    /** As somebody does by hand. */
    remove: (repo: string) =>
      rm(join(host.root, OWNER, `${repo}.git`), { recursive: true }),
    async stop() {
      await host.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
