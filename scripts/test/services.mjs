// Brings the programs that tests need beside Node: PostgreSQL and Chromium.
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run } from '../run.mjs';

const isRoot = process.getuid?.() === 0;

function findOnPath(names) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      if (folder && existsSync(join(folder, name))) {
        return join(folder, name);
      }
    }
  }
  return undefined;
}

let updated = false;

async function install(packages, log) {
  if (!isRoot || !findOnPath(['apt-get'])) {
    return;
  }
  log(`Installing ${packages.join(', ')} with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const what = `Installing ${packages.join(', ')}`;
  if (!updated) {
    await run('apt-get', ['update', '-qq'], { env, what });
    updated = true;
  }
  await run(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
    { env, what },
  );
}

/** Finds a program, installing it when the platform can; or says why not. */
async function provide({ find, packages, what, log }) {
  const found = find();
  if (found) {
    return { path: found };
  }
  try {
    await install(packages, log);
  } catch (error) {
    return { missing: `${what} could not be installed: ${error.message}` };
  }
  const path = find();
  return path
    ? { path }
    : {
        missing: `there is no ${what}, and no package manager here that can bring it without asking; install ${packages.join(
          ' ',
        )}`,
      };
}

/** `{ path }` of a Chromium, or `{ missing }` with the reason. */
export function provideChromium(log) {
  return provide({
    find: () =>
      process.env.CHROMIUM ??
      findOnPath(['chromium', 'chromium-browser', 'google-chrome']),
    packages: ['chromium'],
    what: 'Chromium',
    log,
  });
}

/** `{ path }` of a Prometheus, or `{ missing }` with the reason. */
export function providePrometheus(log) {
  return provide({
    find: () => findOnPath(['prometheus']),
    packages: ['prometheus'],
    what: 'Prometheus',
    log,
  });
}

function findPostgres() {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base) : [];
  const folders = versions
    .filter(version => /^\d+$/.test(version))
    .sort((a, b) => Number(b) - Number(a))
    .map(version => join(base, version, 'bin'));
  const onPath = findOnPath(['initdb']);
  return (
    folders.find(folder => existsSync(join(folder, 'initdb'))) ??
    (onPath && join(onPath, '..'))
  );
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** PostgreSQL refuses to run as root. */
async function asServerUser(command, args, what) {
  const env = { ...process.env, LC_ALL: 'C' };
  return isRoot
    ? run('runuser', ['-u', 'postgres', '--', command, ...args], { env, what })
    : run(command, args, { env, what });
}

async function serverUserId() {
  const ask = flag =>
    run('id', [flag, 'postgres'], { env: process.env, what: 'id' });
  return { uid: Number(await ask('-u')), gid: Number(await ask('-g')) };
}

/**
 * Starts a PostgreSQL of our own on loopback, in a folder that goes away.
 * `{ url, stop }`, or `{ missing }` with the reason.
 */
export async function providePostgres(log) {
  const { path: bin, missing } = await provide({
    find: findPostgres,
    packages: ['postgresql'],
    what: 'PostgreSQL',
    log,
  });
  if (!bin) {
    return { missing };
  }
  const folder = mkdtempSync(join(tmpdir(), 'meshwright-postgres-'));
  try {
    if (isRoot) {
      const { uid, gid } = await serverUserId();
      chownSync(folder, uid, gid);
    }
    const data = join(folder, 'data');
    const port = await freePort();
    await asServerUser(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
      'initdb',
    );
    const control = join(bin, 'pg_ctl');
    await asServerUser(
      control,
      [
        ...['-D', data, '-w', '-l', join(folder, 'log'), 'start', '-o'],
        `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c fsync=off -c max_connections=200`,
      ],
      'Starting PostgreSQL',
    );
    return {
      url: `postgresql://postgres@127.0.0.1:${port}`,
      async stop() {
        await asServerUser(
          control,
          ['-D', data, '-m', 'immediate', 'stop'],
          'Stopping PostgreSQL',
        );
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return { missing: `PostgreSQL did not start: ${error.message}` };
  }
}
