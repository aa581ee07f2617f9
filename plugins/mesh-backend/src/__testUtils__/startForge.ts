import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import {
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startGitHost } from '@meshwright/sandbox';

const run = promisify(execFile);
const OWNER = 'shop';
const DESCRIPTOR = 'catalog-info.yaml';

/** What a server does instead of what it is asked. */
export type Mood = { status: number } | { resetAfterBytes: number };

/** What stands before a server, and answers in its place when told to. */
export type Front = {
  /** `host:port`. */
  address: string;
  /** From now on; undefined passes everything on. */
  behave(mood: Mood | undefined): void;
  stop(): Promise<void>;
};

async function listen(server: ReturnType<typeof createServer>) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** As what balances load before a Git host, and limits how often it is asked. */
export async function startFront(target: string): Promise<Front> {
  let mood: Mood | undefined;
  const [host, port] = target.split(':');
  const server = createServer((incoming, answer) => {
    if (mood && 'status' in mood) {
      const { status } = mood;
      answer.writeHead(status, { 'Retry-After': '1' }).end('Try again later');
      return;
    }
    const { method, headers, url: path } = incoming;
    const passed = request({ host, port, method, headers, path }, response => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      if (mood && 'resetAfterBytes' in mood) {
        void breakOff(response, answer, mood.resetAfterBytes);
      } else {
        response.pipe(answer);
      }
    });
    passed.on('error', () => answer.destroy());
    incoming.pipe(passed);
  });
  const listening = await listen(server);
  return {
    ...listening,
    behave(next) {
      mood = next;
    },
  };
}

async function breakOff(
  response: IncomingMessage,
  answer: ServerResponse,
  bytes: number,
) {
  const chunks: Buffer[] = await response.toArray();
  answer.write(Buffer.concat(chunks).subarray(0, bytes), () =>
    answer.socket?.resetAndDestroy(),
  );
}

/** Hands out raw files in the two ways that say where a body ends. */
export async function startRawFiles(files: ReadonlyMap<string, string>) {
  const send = (path: string, answer: ServerResponse) => {
    const [, way, ...name] = path.split('/');
    const text = files.get(name.join('/'));
    // A connection for each, so that each breaks at the same place.
    answer.setHeader('Connection', 'close');
    if (text === undefined) {
      answer.writeHead(404).end();
    } else if (way === 'sized') {
      answer.setHeader('Content-Length', Buffer.byteLength(text));
      answer.end(text);
    } else {
      answer.flushHeaders();
      answer.end(text);
    }
  };
  return listen(createServer(({ url = '' }, answer) => send(url, answer)));
}

/**
 * The sandbox's Git host in a folder of its own, and the commits that people
 * push to it, past whatever is between it and the backend.
 */
export async function startForge() {
  const folder = await mkdtemp(join(tmpdir(), 'meshwright-forge-'));
  const login = { user: 'sandbox', password: 'sandbox-password' };
  const root = join(folder, 'root');
  const host = await startGitHost({
    ...{ port: 0, root, organizations: [OWNER] },
    ...login,
  });
  const git = async (repo: string, ...args: string[]) =>
    run('git', args, { cwd: join(folder, repo) });
  return {
    host,
    login,
    address: new URL(host.url).host,
    /** Makes a repository whose descriptor says `text`. */
    async create(repo: string, text: string) {
      await host.createRepository(OWNER, repo, { [DESCRIPTOR]: text });
      const { protocol, host: address } = new URL(host.url);
      const remote = `${protocol}//${login.user}:${login.password}@${address}`;
      await run(
        'git',
        ['clone', '-q', `${remote}/${OWNER}/${repo}.git`, repo],
        {
          cwd: folder,
        },
      );
      await git(repo, 'config', 'user.name', 'Dana');
      await git(repo, 'config', 'user.email', 'dana@example.com');
    },
    async push(repo: string, text: string) {
      await writeFile(join(folder, repo, DESCRIPTOR), text);
      await git(repo, 'commit', '-qam', 'Edit');
      await git(repo, 'push', '-q');
    },
    /** Where a backend that goes to `address` finds the descriptor. */
    locate: (address: string, repo: string) =>
      `http://${address}/${OWNER}/${repo}/src/branch/main/${DESCRIPTOR}`,
    async stop() {
      await host.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
