import { once } from 'node:events';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import {
  createAuthority,
  createClientCertificate,
  createServerCertificate,
} from './certificates';
import { type Proxy, startProxy } from './startProxy';

describe('the proxy of the administrator', () => {
  let server: Server;
  let proxy: Proxy;
  let heard: string[];

  beforeEach(async () => {
    const ca = await createAuthority();
    heard = [];
    const used = new WeakSet<Socket>();
    // Closes each connection at its second request, as if it were idle.
    server = createServer(
      await createServerCertificate(ca),
      (incoming, answer) => {
        if (used.has(incoming.socket)) {
          incoming.socket.destroy();
          return;
        }
        used.add(incoming.socket);
        heard.push(`${incoming.method} ${incoming.url}`);
        answer.end('fine');
      },
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    proxy = await startProxy({
      url: `https://127.0.0.1:${port}`,
      ca: ca.cert,
      client: await createClientCertificate(ca, { user: 'admin' }),
    });
  });
  afterEach(async () => {
    await proxy.stop();
    server.close();
    server.closeAllConnections();
  });

  async function ask(headers: Record<string, string>) {
    const asked = request(proxy.url, { headers });
    asked.end();
    const [{ statusCode }] = await once(asked, 'response');
    return statusCode;
  }

  it.each([
    ['with an origin', { origin: 'https://elsewhere.example' }],
    ['with the origin of a sandboxed page', { origin: 'null' }],
    ['by a name of somebody', { host: 'rebound.example:8001' }],
    ['by a name that looks alike', { host: '127.0.0.1.example' }],
  ])('refuses a request %s', async (_what, headers) => {
    expect(await ask(headers)).toBe(403);
    expect(heard).toEqual([]);
  });

  it('reads again over a new connection when a kept one is gone', async () => {
    expect(await ask({})).toBe(200);
    expect(await ask({ host: 'localhost:1' })).toBe(200);
    expect(heard).toEqual(['GET /', 'GET /']);
  });

  it('never sends a write twice', async () => {
    expect(await ask({})).toBe(200);
    const write = fetch(proxy.url, { method: 'POST', body: '{}' });

    await expect(write).rejects.toThrow('fetch failed');
    expect(heard).toEqual(['GET /']);
  });
});
