import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** An HTTP proxy that carries connections for whoever knows the login. */
export async function startTunnel(login: string) {
  const open = new Set<Socket>();
  let carried = 0;
  const server = createServer((_, answer) => answer.writeHead(405).end());
  server.on('connect', ({ url = '', headers }, client: Socket) => {
    open.add(client);
    client.on('error', () => client.destroy());
    const expected = `Basic ${Buffer.from(login).toString('base64')}`;
    if (headers['proxy-authorization'] !== expected) {
      const echo = headers['proxy-authorization'] ?? '';
      client.end(
        `HTTP/1.1 407 Proxy Authentication Required\r\nx-echo: ${echo}\r\n\r\n`,
      );
      return;
    }
    carried += 1;
    const [host, port] = url.split(':');
    const target = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      target.pipe(client).pipe(target);
    });
    open.add(target);
    target.on('error', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    carried: () => carried,
    stop() {
      server.close();
      open.forEach(socket => socket.destroy());
    },
  };
}
