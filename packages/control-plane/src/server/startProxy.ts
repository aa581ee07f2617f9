import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { KeyedCertificate } from './certificates';
import { findBrowser } from './findBrowser';

/** Answers a request itself and resolves to true, or lets it through. */
export type Intercept = (
  incoming: IncomingMessage,
  answer: ServerResponse,
) => Promise<boolean>;

export type Proxy = {
  url: string;
  /** Ends every answer that is still being written, for example watches. */
  endAnswers(): void;
  stop(): Promise<void>;
};

export type ProxyOptions = {
  url: string;
  ca: string;
  client: KeyedCertificate;
  intercept?: Intercept;
};

const REPEATABLE = new Set(['GET', 'HEAD']);

type Upstream = { target: URL; agent: Agent };

function forward(
  { target, agent }: Upstream,
  incoming: IncomingMessage,
  answer: ServerResponse,
): void {
  const outgoing = request(
    new URL(incoming.url ?? '/', target),
    {
      agent,
      method: incoming.method,
      headers: { ...incoming.headers, host: target.host },
    },
    response => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      answer.flushHeaders();
      response.pipe(answer);
      response.on('error', () => answer.destroy());
    },
  );
  outgoing.on('error', () => {
    // The server closed a connection that was kept: nobody heard the request.
    const isUnheard = outgoing.reusedSocket && !answer.headersSent;
    if (isUnheard && !answer.destroyed && isRepeatable(incoming)) {
      forward({ target, agent }, incoming, answer);
    } else {
      answer.destroy();
    }
  });
  answer.on('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

function isRepeatable({ method, headers }: IncomingMessage): boolean {
  const hasBody =
    headers['transfer-encoding'] !== undefined ||
    Number(headers['content-length'] ?? 0) > 0;
  return REPEATABLE.has(method ?? '') && !hasBody;
}

function refuse(answer: ServerResponse, message: string): void {
  answer.writeHead(403, { 'content-type': 'application/json' });
  answer.end(JSON.stringify({ message }));
}

/**
 * Plain HTTP on loopback in front of an API server, which sees one client:
 * what `kubectl proxy` does. `intercept` may answer in its place.
 */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const { url, ca, client, intercept } = options;
  const agent = new Agent({ ...client, ca, keepAlive: true });
  const open = new Set<ServerResponse>();
  const server = createServer(async (incoming, answer) => {
    open.add(answer);
    answer.on('close', () => open.delete(answer));
    const reason = findBrowser(incoming.headers);
    if (reason) {
      refuse(answer, reason);
    } else if (!(await intercept?.(incoming, answer))) {
      forward({ target: new URL(url), agent }, incoming, answer);
    }
  });
  // Clients close what they do not use: a server that does so first lets the
  // next request of a client that has not yet noticed fail.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    endAnswers: () => open.forEach(answer => answer.end()),
    async stop() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}
