import express from 'express';
import PromiseRouter from 'express-promise-router';
import { catchErrors, refuseBrowsers, serve } from '../http';
import { isAuthorized, type Login, requireLogin } from './basicAuth';
import { createApi } from './createApi';
import { createPages } from './createPages';
import type { GitSource } from './GitSource';
import { RepositoryStore } from './RepositoryStore';
import { smartHttp } from './smartHttp';

/**
 * A Git host that runs.
 *
 * @public
 */
export type GitHost = {
  /** Without trailing slash. */
  url: string;
  user: string;
  password: string;
  /** Folder of the bare repositories. */
  root: string;
  source: GitSource;
  hasRepository(owner: string, name: string): boolean;
  /** Makes a repository; with files, they are its first commit. */
  createRepository(
    owner: string,
    name: string,
    files?: Record<string, string>,
  ): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Starts a Git host on loopback that Backstage's Gitea integration can create
 * repositories on, push to and read from. Reading needs no login.
 *
 * @public
 */
export async function startGitHost(
  options: { port: number; root: string; organizations: string[] } & Login,
): Promise<GitHost> {
  const { root, user, password } = options;
  const store = await RepositoryStore.create(options);
  const listeners = new Set<(owner: string, repo: string) => void>();
  const pushed = (owner: string, repo: string) =>
    listeners.forEach(listener => listener(owner, repo));

  const app = express();
  app.disable('x-powered-by');
  app.use(refuseBrowsers);
  const router = PromiseRouter();
  router.use('/api/v1', createApi({ store, login: options }));
  router.use(createGitRouter({ store, login: options, pushed }));
  router.use(createPages(store));
  app.use(
    catchErrors(router, (status, message, res) => {
      res.status(status).json({ message });
    }),
  );
  const server = await serve(app, { port: options.port, what: 'Git' });

  return {
    url: server.url,
    user,
    password,
    root,
    source: createSource(store, listeners),
    hasRepository: (owner, name) => store.find(owner, name) !== undefined,
    createRepository: async (owner, name, files) => {
      await store.create({ owner, name, files });
      if (files && Object.keys(files).length > 0) {
        pushed(owner, name);
      }
    },
    stop: server.stop,
  };
}

/** Clone, fetch and push. */
function createGitRouter(options: {
  store: RepositoryStore;
  login: Login;
  pushed: (owner: string, repo: string) => void;
}) {
  const { store, login, pushed } = options;
  const router = PromiseRouter();
  const paths =
    /^\/([^/]+)\/([^/]+)\.git\/(info\/refs|git-(?:upload|receive)-pack)$/;
  router.all(paths, async (req, res) => {
    const { 0: owner, 1: name, 2: path } = req.params;
    const service = path === 'info/refs' ? req.query.service : path;
    const isWrite = service === 'git-receive-pack';
    if (isWrite && !isAuthorized(req, login)) {
      return requireLogin(res);
    }
    const repository = store.find(owner, name);
    if (!repository) {
      return res.status(404).json({ message: 'There is no such repository' });
    }
    if (path !== 'git-receive-pack') {
      const user = isWrite ? login.user : undefined;
      return smartHttp(req, res, { repository, path, user });
    }
    const before = await repository.fingerprint();
    const finish = async () => {
      await repository.settleDefaultBranch();
      if ((await repository.fingerprint()) !== before) {
        pushed(owner, name);
      }
    };
    const { user } = login;
    return smartHttp(req, res, { repository, path, user, finish });
  });
  return router;
}

function createSource(
  store: RepositoryStore,
  listeners: Set<(owner: string, repo: string) => void>,
): GitSource {
  return {
    async list() {
      const repositories = await store.list();
      const heads = await Promise.all(
        repositories.map(async repository => ({
          owner: repository.owner,
          repo: repository.name,
          head: await repository.resolve(),
        })),
      );
      return heads.flatMap(({ head, ...rest }) =>
        head ? [{ ...rest, head }] : [],
      );
    },
    async readFiles(owner, repo, head) {
      const repository = store.find(owner, repo);
      const commit = await repository?.resolve(head);
      if (!repository || !commit) {
        throw new Error(`There is no commit '${head}' in '${owner}/${repo}'`);
      }
      return repository.files(commit);
    },
    onPush(callback) {
      const listener = (owner: string, repo: string) => callback(owner, repo);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
