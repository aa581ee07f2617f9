import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Guardian } from '@meshwright/control-plane';
import createKnex from 'knex';
import { toLog } from './toLog';

const PATIENCE_MS = 60_000;

type User = { uid?: number; gid?: number };

/** A PostgreSQL of our own, which can be killed and comes back. */
export class Postgres {
  readonly port: number;
  readonly #bin: string;
  readonly #folder: string;
  readonly #user: User;
  readonly #guardian: Guardian;
  #server?: ChildProcess;

  /** Throws, with a sentence for a person, where there is none. */
  static async start(): Promise<Postgres> {
    const bin = findPrograms();
    if (!bin) {
      throw new Error(
        'There is no PostgreSQL here: install it (Debian: postgresql), or put its initdb on the PATH',
      );
    }
    const folder = mkdtempSync(join(tmpdir(), 'meshwright-postgres-'));
    const user = findUser();
    if (user.uid !== undefined && user.gid !== undefined) {
      chownSync(folder, user.uid, user.gid);
    }
    const postgres = new Postgres({
      bin,
      folder,
      user,
      port: await freePort(),
    });
    execFileSync(
      join(bin, 'initdb'),
      [
        ...['-D', join(folder, 'data'), '-U', 'postgres', '-A', 'trust'],
        ...['-E', 'UTF8', '--no-sync'],
      ],
      { ...user, cwd: folder, stdio: 'ignore', env: { LC_ALL: 'C' } },
    );
    await postgres.resume();
    return postgres;
  }

  private constructor(options: {
    bin: string;
    folder: string;
    user: User;
    port: number;
  }) {
    this.#bin = options.bin;
    this.#folder = options.folder;
    this.#user = options.user;
    this.#guardian = new Guardian(options.folder);
    this.port = options.port;
  }

  /** Anybody gets in with any password. */
  urlWith(password: string): string {
    return `postgresql://postgres:${password}@127.0.0.1:${this.port}/postgres`;
  }

  /** As when the machine goes: nothing is written any more. */
  async kill(): Promise<void> {
    await this.#end('SIGQUIT');
  }

  /** Starts it over the same files, and waits until it answers. */
  async resume(): Promise<void> {
    const settings = {
      port: this.port,
      listen_addresses: '127.0.0.1',
      unix_socket_directories: this.#folder,
      // What the campaign wrote need not outlive a power cut.
      fsync: 'off',
      max_connections: 300,
    };
    this.#server = spawn(
      join(this.#bin, 'postgres'),
      [
        ...['-D', join(this.#folder, 'data')],
        ...Object.entries(settings).flatMap(([name, value]) => [
          '-c',
          `${name}=${value}`,
        ]),
      ],
      { ...this.#user, cwd: this.#folder, stdio: 'ignore' },
    );
    if (this.#server.pid) {
      this.#guardian.watch(this.#server.pid);
    }
    await this.#untilReady();
  }

  async stop(): Promise<void> {
    await this.#end('SIGQUIT');
    await this.#guardian.finish();
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#server;
    if (server && server.exitCode === null && server.signalCode === null) {
      const ended = new Promise(resolve => server.once('exit', resolve));
      server.kill(signal);
      await ended;
    }
  }

  async #untilReady(): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const knex = createKnex({
        client: 'pg',
        connection: this.urlWith('x'),
        acquireConnectionTimeout: 500,
        log: toLog(() => undefined),
      });
      try {
        await knex.raw('select 1');
        return;
      } catch (error) {
        if (Date.now() > end || this.#server?.exitCode !== null) {
          throw error;
        }
        await sleep(50);
      } finally {
        await knex.destroy();
      }
    }
  }
}

function findPrograms(): string | undefined {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base) : [];
  const folders = versions
    .filter(version => /^\d+$/.test(version))
    .sort((a, b) => Number(b) - Number(a))
    .map(version => join(base, version, 'bin'));
  const onPath = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...folders, ...onPath].find(
    folder =>
      existsSync(join(folder, 'initdb')) &&
      existsSync(join(folder, 'postgres')),
  );
}

/** PostgreSQL refuses to run as root. */
function findUser(): User {
  if (process.getuid?.() !== 0) {
    return {};
  }
  const ask = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: ask('-u'), gid: ask('-g') };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address ? address.port : 0),
      );
    });
  });
}
