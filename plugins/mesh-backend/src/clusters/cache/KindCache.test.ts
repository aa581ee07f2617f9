import type { JsonObject } from '@backstage/types';
import { KubernetesApiError } from '../KubernetesApiError';
import type { ApiRequest } from '../KubernetesConnection';
import { EMITTED_KINDS } from '../kinds';
import { ObjectMemory } from '../ObjectMemory';
import { KindCache, type KindCacheOptions } from './KindCache';

const path = EMITTED_KINDS.find(({ kind }) => kind === 'NetworkPolicy')!;
const key = 'networking.k8s.io/NetworkPolicy/shop/allow';

const policy = (version: string, label = 'a'): JsonObject => ({
  metadata: {
    ...{ name: 'allow', namespace: 'shop', uid: 'u1' },
    resourceVersion: version,
    labels: { label },
  },
});

/** A server that lists what it is told to, and whose watches are written to. */
class Server {
  listing: { version: string; items: JsonObject[] } = {
    version: '10',
    items: [policy('9')],
  };
  refusal?: number;
  lists = 0;
  watchedFrom: string[] = [];
  #streams: ReadableStreamDefaultController<Uint8Array>[] = [];

  async send() {
    this.lists += 1;
    this.#refuse();
    const { version, items } = this.listing;
    const metadata = { resourceVersion: version };
    return { body: { metadata, items }, warnings: [] };
  }

  async stream({ query }: ApiRequest) {
    this.watchedFrom.push(String(query?.resourceVersion));
    this.#refuse();
    return new ReadableStream<Uint8Array>({
      start: controller => {
        this.#streams.push(controller);
      },
    });
  }

  tell(type: string, object: JsonObject) {
    const line = `${JSON.stringify({ type, object })}\n`;
    this.#streams.at(-1)?.enqueue(new TextEncoder().encode(line));
  }

  cut() {
    this.#streams.at(-1)?.error(new TypeError('terminated'));
  }

  #refuse() {
    if (this.refusal) {
      throw new KubernetesApiError({ code: this.refusal, status: {} });
    }
  }
}

describe('KindCache', () => {
  const end = new AbortController();
  afterAll(() => end.abort());

  function follow(server: Server, options: Partial<KindCacheOptions> = {}) {
    const told = {
      changes: [] as string[],
      errors: [] as unknown[],
      missed: [] as number[],
    };
    const cache = new KindCache(server, {
      path,
      memory: new ObjectMemory(),
      onChange: changed => told.changes.push(changed),
      onError: error => told.errors.push(error),
      onMissed: count => told.missed.push(count),
      delay: () => 5,
      relistMs: 1e9,
      silenceMs: 1e9,
      ...options,
    });
    void cache.run(end.signal);
    const labels = async () =>
      (await cache.read(0))?.map(({ metadata }) => metadata.labels?.label);
    return { cache, labels, ...told };
  }

  async function until(check: () => Promise<boolean> | boolean) {
    const last = Date.now() + 60_000;
    while (!(await check())) {
      if (Date.now() > last) {
        throw new Error('Waited in vain');
      }
      await new Promise(resolve => setTimeout(resolve, 5));
    }
  }

  const knows =
    ({ labels }: { labels: () => Promise<unknown> }, wanted: unknown) =>
    async () =>
      JSON.stringify(await labels()) === JSON.stringify(wanted);

  it('answers from one listing and what the watch tells from there', async () => {
    const server = new Server();
    const kind = follow(server);
    await until(knows(kind, ['a']));

    server.tell('MODIFIED', policy('11', 'b'));
    await until(knows(kind, ['b']));
    server.tell('DELETED', policy('12', 'b'));
    await until(knows(kind, []));

    expect(server.lists).toBe(1);
    expect(server.watchedFrom).toEqual(['10']);
    expect(kind.changes).toEqual([key, key]);
  });

  it('knows nothing after a write of ours until the watch has told it', async () => {
    const server = new Server();
    const kind = follow(server);
    await until(knows(kind, ['a']));

    kind.cache.freshness.needVersion('11');
    await expect(kind.cache.read(0)).resolves.toBeUndefined();
    const waiting = kind.cache.read(60_000);
    server.tell('MODIFIED', policy('11', 'b'));

    expect((await waiting)?.[0].metadata.labels).toEqual({ label: 'b' });
  });

  it('takes a bookmark for having seen everything before it', async () => {
    const server = new Server();
    const kind = follow(server);
    await until(knows(kind, ['a']));

    kind.cache.freshness.needVersion('15');
    server.tell('BOOKMARK', { metadata: { resourceVersion: '20' } });

    await expect(kind.cache.read(60_000)).resolves.toHaveLength(1);
  });

  it('knows nothing while an object that was deleted is still there', async () => {
    const server = new Server();
    const kind = follow(server);
    await until(knows(kind, ['a']));

    kind.cache.freshness.needDeleted(key, 'u1');
    await expect(kind.cache.read(0)).resolves.toBeUndefined();
    // Somebody made it again at once: another one.
    const again = policy('12', 'new');
    server.tell('ADDED', {
      metadata: { ...(again.metadata as JsonObject), uid: 'u2' },
    });

    await until(knows(kind, ['new']));
  });

  it('does not take a listing from before a deletion for proof of it', async () => {
    const server = new Server();
    const kind = follow(server, { relistMs: -1 });
    await until(knows(kind, ['a']));

    kind.cache.freshness.needDeleted(key, 'u1');
    server.cut();
    await until(() => server.watchedFrom.length === 2);

    await expect(kind.cache.read(0)).resolves.toBeUndefined();
    server.tell('DELETED', policy('11'));
    await until(knows(kind, []));
  });

  it('lists anew after a write of which nobody knows what became', async () => {
    const server = new Server();
    const kind = follow(server);
    await until(knows(kind, ['a']));
    server.listing = { version: '12', items: [policy('12', 'b')] };

    kind.cache.freshness.needListing();
    await expect(kind.cache.read(0)).resolves.toBeUndefined();
    kind.cache.restart();

    await until(knows(kind, ['b']));
    expect(server.lists).toBe(2);
  });

  it('never believes a server whose versions are no numbers', async () => {
    const server = new Server();
    server.listing.version = 'abc';
    const kind = follow(server);
    await until(() => server.watchedFrom.length > 0);

    await expect(kind.cache.read(50)).resolves.toBeUndefined();
  });

  it('resumes a watch that was cut from where it was', async () => {
    const server = new Server();
    const kind = follow(server);
    await until(knows(kind, ['a']));
    server.tell('MODIFIED', policy('11', 'b'));
    await until(knows(kind, ['b']));

    server.cut();
    await until(() => server.watchedFrom.length === 2);
    await until(knows(kind, ['b']));

    expect(server.watchedFrom).toEqual(['10', '11']);
    expect(kind.errors).toHaveLength(1);
    expect(server.lists).toBe(1);
  });

  it('lists anew when the past is gone, and tells what changed meanwhile', async () => {
    const server = new Server();
    const kind = follow(server);
    await until(knows(kind, ['a']));
    server.listing = { version: '30', items: [policy('25', 'b')] };

    server.tell('ERROR', { code: 410, message: 'too old' });
    await until(knows(kind, ['b']));

    expect(server.watchedFrom).toEqual(['10', '30']);
    expect(kind.changes).toEqual([key]);
    expect(kind.missed).toEqual([]);
  });

  it('hands out the same value of what another listing finds unchanged', async () => {
    const server = new Server();
    const other = { metadata: { name: 'other', resourceVersion: '8' } };
    server.listing.items.push(other);
    const kind = follow(server);
    await until(knows(kind, ['a', undefined]));
    const [before, same] = (await kind.cache.read(0))!;
    server.listing = {
      version: '12',
      items: [policy('12', 'b'), JSON.parse(JSON.stringify(other))],
    };
    kind.cache.restart();
    await until(knows(kind, ['b', undefined]));

    const [changed, kept] = (await kind.cache.read(0))!;
    expect(kept).toBe(same);
    expect(changed).not.toBe(before);
  });

  it('opens a watch that says nothing anew, from where it was', async () => {
    const server = new Server();
    const kind = follow(server, { silenceMs: 100 });
    await until(() => server.watchedFrom.length >= 3);

    expect(new Set(server.watchedFrom)).toEqual(new Set(['10']));
    expect(server.lists).toBe(1);
    expect(kind.errors).toEqual([]);
  });

  it('knows nothing while it may not watch, and again when it may', async () => {
    const server = new Server();
    const kind = follow(server);
    await until(knows(kind, ['a']));

    server.refusal = 403;
    server.cut();
    await until(knows(kind, undefined));
    // Whoever asks is not kept waiting for what nobody expects.
    await expect(kind.cache.read(60_000)).resolves.toBeUndefined();
    server.refusal = undefined;

    await until(knows(kind, ['a']));
  });

  it('follows a kind as soon as the cluster serves it', async () => {
    const server = new Server();
    server.refusal = 404;
    const kind = follow(server);
    await until(() => server.lists > 1);
    await expect(kind.cache.read(60_000)).resolves.toBeUndefined();

    server.refusal = undefined;

    await until(knows(kind, ['a']));
    expect(kind.errors).toHaveLength(1);
  });

  it('lists all anew now and then, and says what a watch had not told', async () => {
    const server = new Server();
    const kind = follow(server, { relistMs: -1 });
    await until(knows(kind, ['a']));
    server.listing = { version: '12', items: [policy('11', 'b')] };

    server.cut();

    await until(knows(kind, ['b']));
    expect(kind.missed).toEqual([1]);
  });
});
