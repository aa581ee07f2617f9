import { type ChildProcess, spawn } from 'node:child_process';
import type { Request, Response } from 'express';
import type { Repository } from './Repository';
import { gitEnvironment } from './runGit';

const MAX_HEAD = 64 * 1024;

/**
 * Answers one request of git's smart HTTP protocol by `git http-backend`, as
 * a web server would by CGI. `finish` runs when git is done and before the
 * answer ends.
 */
export function smartHttp(
  req: Request,
  res: Response,
  options: {
    repository: Repository;
    /** Path below the repository, such as `info/refs`. */
    path: string;
    /** Set when the request may write. */
    user?: string;
    finish?: () => Promise<void>;
  },
): Promise<void> {
  if (res.destroyed) {
    // Nobody would end what git waits for.
    return Promise.resolve();
  }
  const child = spawn('git', ['http-backend'], {
    env: cgiEnvironment(req, options),
    stdio: ['pipe', 'pipe', 'ignore'],
    // A group of its own: git runs others, which do not end with it.
    detached: true,
  });
  res.on('close', () => killGroup(child));
  child.stdin.on('error', () => req.unpipe(child.stdin));
  req.pipe(child.stdin);

  return new Promise((resolve, reject) => {
    const write = (chunk: Buffer) => {
      if (!res.write(chunk)) {
        child.stdout.pause();
        res.once('drain', () => child.stdout.resume());
      }
    };
    let head: Buffer | undefined = Buffer.alloc(0);
    child.stdout.on('data', (chunk: Buffer) => {
      if (head === undefined) {
        write(chunk);
        return;
      }
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end >= 0) {
        writeHead(res, head.subarray(0, end).toString('latin1'));
        const rest = head.subarray(end + 4);
        head = undefined;
        write(rest);
      } else if (head.length > MAX_HEAD) {
        killGroup(child);
      }
    });
    child.on('error', reject);
    child.on('close', () => {
      if (head !== undefined) {
        reject(new Error('git http-backend gave no answer'));
        return;
      }
      (options.finish?.() ?? Promise.resolve())
        .then(() => resolve(), reject)
        .finally(() => res.end());
    });
  });
}

/**
 * Kills git and all that it runs. Where a push breaks off, http-backend would
 * wait in circles for the rest of it, for ever.
 */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) {
      process.kill(-pid, 'SIGKILL');
    }
  } catch (error) {
    // All of them have ended.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function cgiEnvironment(
  req: Request,
  options: { repository: Repository; path: string; user?: string },
): NodeJS.ProcessEnv {
  const { headers } = req;
  const query = req.originalUrl.split('?')[1] ?? '';
  const protocol = headers['git-protocol'];
  return {
    ...gitEnvironment(),
    GIT_HTTP_EXPORT_ALL: '1',
    // http-backend joins these two.
    GIT_PROJECT_ROOT: options.repository.dir,
    PATH_INFO: `/${options.path}`,
    REQUEST_METHOD: req.method,
    QUERY_STRING: query,
    CONTENT_TYPE: headers['content-type'] ?? '',
    REMOTE_ADDR: '127.0.0.1',
    ...(options.user && { REMOTE_USER: options.user }),
    ...(headers['content-length'] && {
      CONTENT_LENGTH: headers['content-length'],
    }),
    ...(headers['content-encoding'] && {
      HTTP_CONTENT_ENCODING: headers['content-encoding'],
    }),
    ...(typeof protocol === 'string' &&
      /^version=\d$/.test(protocol) && { GIT_PROTOCOL: protocol }),
  };
}

function writeHead(res: Response, head: string) {
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === 'status') {
      res.status(Number.parseInt(value, 10));
    } else {
      res.setHeader(name, value);
    }
  }
}
