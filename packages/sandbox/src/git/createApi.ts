import { gzipSync } from 'node:zlib';
import express, { type Request, type Response, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { isAuthorized, type Login, requireLogin } from './basicAuth';
import { isName } from './names';
import type { Commit, Repository, TreeEntry } from './Repository';
import { RepositoryExistsError, type RepositoryStore } from './RepositoryStore';

/** What the API needs of the host. */
export type ApiOptions = { store: RepositoryStore; login: Login };

/**
 * The part of Gitea's REST API, version 1, that Backstage uses.
 */
export function createApi(options: ApiOptions): Router {
  const { store } = options;
  const router = PromiseRouter();
  router.use(express.json({ limit: '1mb' }));

  router.get('/version', (_req, res) => {
    res.json({ version: '1.22.0' });
  });
  router.get('/orgs/:owner', (req, res) => {
    const { owner } = req.params;
    return store.hasOrganization(owner)
      ? res.json({ name: owner, username: owner, visibility: 'public' })
      : notFound(res, `There is no organization '${owner}'`);
  });
  router.post('/orgs/:owner/repos', (req, res) =>
    createRepository(req, res, options),
  );
  router.get('/repos/:owner/:repo', async (req, res) => {
    const repository = findRepository(req, res, store);
    if (repository) {
      res.json(await describeRepository(req, repository));
    }
  });
  router.get('/repos/:owner/:repo/contents', (req, res) =>
    readContents(req, res, store),
  );
  router.get('/repos/:owner/:repo/contents/*', (req, res) =>
    readContents(req, res, store),
  );
  router.get('/repos/:owner/:repo/git/commits/:ref', async (req, res) => {
    const found = await findCommit(req, res, { store, ref: req.params.ref });
    if (found) {
      const [commit] = await found.repository.commits(found.sha, 1);
      res.json(describeCommit(commit));
    }
  });
  router.get('/repos/:owner/:repo/commits', async (req, res) => {
    const found = await findCommit(req, res, { store, ref: refOf(req, 'sha') });
    if (found) {
      const commits = await found.repository.commits(found.sha, 50);
      res.json(commits.map(describeCommit));
    }
  });
  router.get('/repos/:owner/:repo/archive/:file', async (req, res) => {
    const ref = /^(.+)\.tar\.gz$/.exec(req.params.file)?.[1];
    if (ref === undefined) {
      return notFound(res, 'Only .tar.gz archives are made here');
    }
    const found = await findCommit(req, res, { store, ref });
    if (found) {
      const archive = await found.repository.archive(found.sha);
      res.type('application/gzip').send(gzipSync(archive));
    }
    return undefined;
  });
  router.use((_req, res) => {
    notFound(res, 'The sandbox has only a part of the Gitea API');
  });
  return router;
}

async function createRepository(
  req: Request,
  res: Response,
  { store, login }: ApiOptions,
) {
  const { owner } = req.params;
  const name: unknown = req.body?.name;
  if (!isAuthorized(req, login)) {
    return requireLogin(res);
  }
  if (!store.hasOrganization(owner)) {
    return notFound(res, `There is no organization '${owner}'`);
  }
  if (typeof name !== 'string' || !isName(name)) {
    return res.status(422).json({
      message: `name: must be letters, digits, '.', '-' and '_', at most 100`,
    });
  }
  try {
    const repository = await store.create({ owner, name });
    return res.status(201).json(await describeRepository(req, repository));
  } catch (error) {
    if (error instanceof RepositoryExistsError) {
      return res.status(409).json({ message: error.message });
    }
    throw error;
  }
}

async function readContents(
  req: Request,
  res: Response,
  store: RepositoryStore,
) {
  const path = (req.params[0] ?? '').replace(/\/$/, '');
  const found = await findCommit(req, res, { store, ref: refOf(req, 'ref') });
  if (!found) {
    return;
  }
  const { repository, sha } = found;
  const entry = await repository.entry(sha, path);
  if (!entry) {
    notFound(res, `There is no '${path}'`);
    return;
  }
  if (entry.type === 'dir') {
    const entries = await repository.folder(sha, path);
    res.json(entries.map(describeEntry));
    return;
  }
  const [commit] = await repository.commits(sha, 1);
  res.setHeader('ETag', `"${entry.sha}"`);
  res.setHeader('Last-Modified', new Date(commit.date).toUTCString());
  // Express turns this into 304 when the client has the same ETag.
  res.json({
    ...describeEntry(entry),
    encoding: 'base64',
    content: (await repository.blob(entry.sha)).toString('base64'),
  });
}

function findRepository(
  req: Request,
  res: Response,
  store: RepositoryStore,
): Repository | undefined {
  const { owner, repo } = req.params;
  const repository = store.find(owner, repo);
  if (!repository) {
    notFound(res, `There is no repository '${owner}/${repo}'`);
  }
  return repository;
}

async function findCommit(
  req: Request,
  res: Response,
  options: { store: RepositoryStore; ref: string | undefined },
) {
  const repository = findRepository(req, res, options.store);
  if (!repository) {
    return undefined;
  }
  const sha = await repository.resolve(options.ref);
  if (!sha) {
    notFound(res, `There is no branch, tag or commit '${options.ref ?? ''}'`);
    return undefined;
  }
  return { repository, sha };
}

function refOf(req: Request, parameter: string): string | undefined {
  const ref = req.query[parameter];
  return typeof ref === 'string' && ref !== '' ? ref : undefined;
}

async function describeRepository(req: Request, repository: Repository) {
  const { owner, name } = repository;
  const base = `http://${req.headers.host}/${owner}/${name}`;
  const branches = await repository.branches();
  return {
    name,
    full_name: `${owner}/${name}`,
    owner: { login: owner, username: owner },
    private: false,
    empty: branches.length === 0,
    default_branch: await repository.defaultBranch(),
    html_url: base,
    clone_url: `${base}.git`,
  };
}

function describeEntry({ name, path, sha, type, size }: TreeEntry) {
  return { name, path, sha, type, size };
}

function describeCommit(commit: Commit) {
  const { sha, message, author: name, email, date } = commit;
  return {
    sha,
    created: date,
    commit: { message, author: { name, email, date } },
  };
}

function notFound(res: Response, message: string) {
  res.status(404).json({ message });
}
