import { randomUUID } from 'node:crypto';

/** What can happen to what a wire carries, as toxiproxy knows it. */
export type Affliction =
  /** Each piece comes later. */
  | { type: 'latency'; attributes: { latency: number; jitter?: number } }
  /** Nothing comes; after `timeout` ms the connection ends, never with 0. */
  | { type: 'timeout'; attributes: { timeout: number } }
  /** The connection is reset after so many ms. */
  | { type: 'reset_peer'; attributes: { timeout: number } }
  /** So many bytes come, then the end. */
  | { type: 'limit_data'; attributes: { bytes: number } }
  /** In kB per second. */
  | { type: 'bandwidth'; attributes: { rate: number } }
  /** In pieces of about so many bytes. */
  | {
      type: 'slicer';
      attributes: {
        average_size: number;
        size_variation: number;
        delay: number;
      };
    };

/** A TCP connection's way from a port of loopback to a server. */
export type Wire = {
  host: '127.0.0.1';
  port: number;
  /**
   * Does something to what flows (`downstream`: from the server) from now on,
   * in connections that are open too; returns how to take it back.
   */
  afflict(
    affliction: Affliction & {
      stream?: 'upstream' | 'downstream';
      /** Of the connections; from 0 to 1. */
      toxicity?: number;
    },
  ): Promise<() => Promise<void>>;
  /** Ends all connections and refuses new ones. */
  cut(): Promise<void>;
  /** Lets connections through again. */
  mend(): Promise<void>;
  close(): Promise<void>;
};

type Answer = { listen: string };

async function ask(url: string, method: string, body?: unknown) {
  const response = await fetch(url, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Error(`${method} ${url}: ${response.status} ${text}`);
  }
  return (text ? JSON.parse(text) : {}) as Answer;
}

/** Asks a toxiproxy for a way to `target`, given as `host:port`. */
export async function createWire(proxy: string, target: string): Promise<Wire> {
  const name = randomUUID();
  const self = `${proxy}/proxies/${name}`;
  const { listen } = await ask(`${proxy}/proxies`, 'POST', {
    ...{ name, upstream: target, enabled: true },
    listen: '127.0.0.1:0',
  });
  return {
    host: '127.0.0.1',
    port: Number(listen.split(':').at(-1)),
    async afflict({ stream = 'downstream', toxicity = 1, ...affliction }) {
      const toxic = randomUUID();
      const toxics = `${self}/toxics`;
      const body = { ...affliction, name: toxic, stream, toxicity };
      await ask(toxics, 'POST', body);
      return async () => {
        await ask(`${toxics}/${toxic}`, 'DELETE');
      };
    },
    async cut() {
      await ask(self, 'POST', { enabled: false });
    },
    async mend() {
      await ask(self, 'POST', { enabled: true });
    },
    async close() {
      await ask(self, 'DELETE');
    },
  };
}
