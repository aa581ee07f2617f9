// Finds out before anything starts whether its ports are free.
import { createServer } from 'node:net';

function isFree(port) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/** One sentence about a port that somebody else has. */
export function describeTaken(name, port) {
  const option = name === 'app' ? '--port' : '--sandbox-port';
  return `Port ${port} is in use; stop what listens there, or choose another with: npm start -- ${option} ${
    port + 100
  }`;
}

/** Throws one sentence that names the first port in use. */
export async function requireFreePorts(ports) {
  for (const [name, port] of Object.entries(ports)) {
    if (!(await isFree(port))) {
      throw new Error(describeTaken(name, port));
    }
  }
}
