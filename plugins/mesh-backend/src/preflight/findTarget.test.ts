import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTarget } from './findTarget';
import { nameCluster } from './nameCluster';

describe('findTarget', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'target-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function write(text: string): string {
    const path = join(folder, 'config');
    writeFileSync(path, text);
    return path;
  }

  const good = (current?: string) =>
    write(
      JSON.stringify({
        ...(current && { 'current-context': current }),
        clusters: [
          { name: 'a', cluster: { server: 'https://me:secret@a.example.com' } },
          { name: 'b', cluster: { server: 'https://b.example.com' } },
        ],
        users: [{ name: 'me', user: { token: 'a-secret-token' } }],
        contexts: [
          { name: 'a', context: { cluster: 'a', user: 'me' } },
          { name: 'b', context: { cluster: 'b', user: 'me' } },
          { name: 'lost', context: { cluster: 'gone', user: 'me' } },
        ],
      }),
    );

  it('takes the context that is named, or the current one', async () => {
    expect(await findTarget(good('b'), undefined)).toEqual({
      context: 'b',
      server: 'https://b.example.com',
    });
    expect(await findTarget(good('b'), 'a')).toEqual({
      context: 'a',
      server: 'https://a.example.com',
    });
  });

  it.each([
    {
      what: 'an unknown context',
      path: () => good('b'),
      context: 'c',
      message: /has no context 'c'; it has 'a', 'b', 'lost'$/,
    },
    {
      what: 'no context at all',
      path: () => good(),
      message:
        /has no current context; say with --context which one is meant: it has 'a', 'b', 'lost'$/,
    },
    {
      what: 'a context without its cluster',
      path: () => good(),
      context: 'lost',
      message: /'lost' of '.*' names a cluster that is not in the file$/,
    },
    {
      what: 'a file that is not there',
      path: () => join(folder, 'absent'),
      message:
        /^There is no file '.*absent'; give --kubeconfig the path of one$/,
    },
    {
      what: 'a folder',
      path: () => folder,
      message: /cannot be read \(EISDIR\)$/,
    },
    {
      what: 'a broken file',
      path: () => write('token: a-secret-token\n\t- {'),
      message: /is no kubeconfig/,
    },
    {
      what: 'another file',
      path: () => write('hello: world'),
      context: 'c',
      message: /is no kubeconfig|has no context 'c'; it has none$/,
    },
  ])('says what is wrong with $what', async ({ path, context, message }) => {
    const error = await findTarget(path(), context).catch(
      ({ message: text }) => text,
    );

    expect(error).toMatch(message);
    expect(error).not.toContain('a-secret-token');
  });
});

describe('nameCluster', () => {
  it.each([
    ['shop-weu', 'shop-weu'],
    ['kind-kind', 'kind-kind'],
    ['admin@My Cluster', 'admin-my-cluster'],
    ['___', 'cluster'],
    [`${'a'.repeat(62)}--b`, 'a'.repeat(62)],
  ])('names %s', (context, name) => {
    expect(nameCluster(context)).toBe(name);
  });
});
