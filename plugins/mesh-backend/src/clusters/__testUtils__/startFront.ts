import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  createAuthority,
  createServerCertificate,
} from '@meshwright/control-plane';

/** A certificate authority, and a server's certificate of it. */
export async function createTrust() {
  const authority = await createAuthority();
  return {
    caData: Buffer.from(authority.cert).toString('base64'),
    server: await createServerCertificate(authority),
  };
}

type Trust = Awaited<ReturnType<typeof createTrust>>;

/**
 * HTTPS in front of plain HTTP on loopback, with a certificate that can be
 * changed while connections stay open, as an API server does it.
 */
export async function startFront(backend: string, trust: Trust) {
  const front = createServer(trust.server, (incoming, answer) => {
    const { method, headers, url = '/' } = incoming;
    const outgoing = request(
      new URL(url, backend),
      { method, headers: { ...headers, host: new URL(backend).host } },
      response => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      },
    );
    outgoing.on('error', () => answer.destroy());
    incoming.pipe(outgoing);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const { port } = front.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    renew: (next: Trust) => front.setSecureContext(next.server),
    closeConnections: () => front.closeAllConnections(),
    stop() {
      front.close();
      front.closeAllConnections();
    },
  };
}
