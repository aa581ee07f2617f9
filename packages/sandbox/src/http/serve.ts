import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

const HOST = '127.0.0.1';

/**
 * Longer than any client keeps a connection that it does not use: one that a
 * busy client takes up again must not be closed at that very moment.
 */
const IDLE_MS = 15 * 60_000;

/**
 * A server of the sandbox that accepts connections.
 *
 * @public
 */
export type RunningServer = {
  /** Without trailing slash. */
  url: string;
  /** Ends the server and every connection to it. */
  stop(): Promise<void>;
};

/**
 * Serves on loopback only. Port 0 takes any free port.
 *
 * @public
 */
export async function serve(
  listener: RequestListener,
  options: { port: number; what: string },
): Promise<RunningServer> {
  const server = createServer(listener);
  server.keepAliveTimeout = IDLE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(describe(error, options)));
    server.listen(options.port, HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${port}`,
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function describe(
  error: NodeJS.ErrnoException,
  options: { port: number; what: string },
): Error {
  return error.code === 'EADDRINUSE'
    ? new Error(
        `Port ${options.port} for ${options.what} is in use: end the program that uses it, or choose another port`,
      )
    : error;
}
