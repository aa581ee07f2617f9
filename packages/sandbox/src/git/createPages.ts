import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { type Html, html, page } from './html';
import type { Repository } from './Repository';
import type { RepositoryStore } from './RepositoryStore';

/**
 * The pages that people see: repositories, folders, files.
 */
export function createPages(store: RepositoryStore): Router {
  const router = PromiseRouter();
  router.use((_req, res, next) => {
    res.setHeader(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
    res.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });

  router.get('/', async (_req, res) => {
    const repositories = await store.list();
    const rows = repositories.map(({ owner, name }) => {
      const label = `${owner}/${name}`;
      return html`<li><a href="/${label}">${label}</a></li>`;
    });
    const empty = html`<p>There are no repositories yet.</p>`;
    const body =
      rows.length > 0
        ? html`<ul>
            ${rows}
          </ul>`
        : empty;
    res.send(page('Repositories of the sandbox', body));
  });
  router.get('/:owner/:repo', async (req, res) => {
    const repository = store.find(req.params.owner, req.params.repo);
    if (!repository) {
      return notFound(res, 'There is no such repository.');
    }
    const branch = await repository.defaultBranch();
    const { owner, name } = repository;
    return (await repository.resolve())
      ? res.redirect(302, `/${owner}/${name}/src/branch/${branch}`)
      : res.send(page(`${owner}/${name}`, cloneHelp(req, repository)));
  });
  router.get('/:owner/:repo/src/branch/:branch', (req, res) =>
    showPath(req, res, store),
  );
  router.get('/:owner/:repo/src/branch/:branch/*', (req, res) =>
    showPath(req, res, store),
  );
  router.get('/:owner/:repo/_edit/:branch/*', (req: Request, res) => {
    const repository = store.find(req.params.owner, req.params.repo);
    return repository
      ? res.send(page(`Edit ${req.params[0]}`, cloneHelp(req, repository)))
      : notFound(res, 'There is no such repository.');
  });
  router.use((_req, res) => notFound(res, 'There is no such page.'));
  return router;
}

async function showPath(req: Request, res: Response, store: RepositoryStore) {
  const { owner, repo, branch } = req.params;
  const path = (req.params[0] ?? '').replace(/\/$/, '');
  const repository = store.find(owner, repo);
  const commit = await repository?.resolve(branch);
  if (!repository || !commit) {
    return notFound(res, 'There is no such repository or branch.');
  }
  const entry = await repository.entry(commit, path);
  if (!entry) {
    return notFound(res, 'There is no such file.');
  }
  const base = `/${owner}/${repo}/src/branch/${branch}`;
  const title = `${owner}/${repo}${path && `/${path}`}`;
  const body =
    entry.type === 'file'
      ? await showFile(repository, entry.sha)
      : await showFolder(repository, { commit, path, base });
  const home = html`<p>
    <a href="${base}">${branch}</a> at ${commit.slice(0, 10)}
  </p>`;
  const help = path === '' ? cloneHelp(req, repository) : html``;
  return res.send(page(title, html`${home}${body}${help}`));
}

async function showFile(repository: Repository, sha: string): Promise<Html> {
  const content = await repository.blob(sha);
  return content.includes(0)
    ? html`<p>This file is not text.</p>`
    : html`<pre>${content.toString('utf8')}</pre>`;
}

async function showFolder(
  repository: Repository,
  at: { commit: string; path: string; base: string },
): Promise<Html> {
  const entries = await repository.folder(at.commit, at.path);
  const rows = entries.map(({ name, path, type, size }) => {
    const href = `${at.base}/${path
      .split('/')
      .map(encodeURIComponent)
      .join('/')}`;
    const label = type === 'dir' ? `${name}/` : name;
    const bytes = type === 'dir' ? '' : `${size} bytes`;
    return html`<tr>
      <td><a href="${href}">${label}</a></td>
      <td>${bytes}</td>
    </tr>`;
  });
  return html`<table>
    ${rows}
  </table>`;
}

function cloneHelp(req: Request, { owner, name }: Repository): Html {
  const url = `http://${req.headers.host}/${owner}/${name}.git`;
  return html`<h2>Change it</h2>
    <p>
      Clone, commit and push; git asks for the user and password of the sandbox.
    </p>
    <pre>git clone ${url}</pre>`;
}

function notFound(res: Response, message: string) {
  res.status(404).send(page('Not found', html`<p>${message}</p>`));
}
