import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AccessToken } from '@azure/core-auth';
import type { JsonObject } from '@backstage/types';
import { AzureClients } from '../client/AzureClients';

/** A request that came in. */
export type Received = {
  method: string;
  /** Without the query. */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body?: JsonObject;
};

/** What is answered; `reset` closes the connection instead. */
export type Reply =
  | 'reset'
  | {
      status: number;
      headers?: Record<string, string>;
      /** Text is sent as a web page. */
      body?: JsonObject | string;
    };

/**
 * A Resource Manager whose answers a test makes up, with clients of it.
 */
export async function startWire(
  respond: (request: Received) => Reply,
): Promise<{
  clients: AzureClients;
  requests: Received[];
  stop(): Promise<void>;
}> {
  const requests: Received[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) {
      chunks.push(chunk);
    }
    const text = Buffer.concat(chunks).toString('utf8');
    const { pathname } = new URL(req.url ?? '/', 'http://a');
    const request: Received = {
      method: req.method ?? '',
      path: pathname,
      headers: req.headers,
      ...(text && { body: JSON.parse(text) }),
    };
    requests.push(request);
    const reply = respond(request);
    if (reply === 'reset') {
      req.socket.destroy();
      return;
    }
    const { status, headers, body } = reply;
    const isPage = typeof body === 'string';
    res.writeHead(status, {
      'content-type': isPage ? 'text/html' : 'application/json',
      ...headers,
    });
    res.end(isPage || body === undefined ? body : JSON.stringify(body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const token: AccessToken = {
    token: 'eyJ-secret-token',
    expiresOnTimestamp: Date.now() + 3_600_000,
  };
  const clients = AzureClients.create(
    { resourceManagerUrl: new URL(`http://127.0.0.1:${port}`) },
    { credential: { getToken: async () => token } },
  );
  return {
    clients,
    requests,
    stop: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
