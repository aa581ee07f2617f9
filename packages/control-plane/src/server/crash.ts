import { isFine } from './startServers';
import type { Place, Servers } from './startServers';

/** Those that can be killed and started again. */
export type ServerName = 'etcd' | 'apiServer';

const PROGRAMS: Record<ServerName, string> = {
  etcd: 'etcd',
  apiServer: 'kube-apiserver',
};

function find({ programs }: Place, server: ServerName) {
  const index = programs.findIndex(({ name }) => name === PROGRAMS[server]);
  return { index, program: programs[index] };
}

/** Ends it at once, in the middle of whatever it does. */
export async function killServer(
  place: Place,
  server: ServerName,
): Promise<void> {
  await find(place, server).program.stop('SIGKILL');
}

/** Starts it again over the same files and on the same port. */
export async function restartServer(options: {
  place: Place;
  servers: Servers;
  server: ServerName;
}): Promise<void> {
  const { place, servers, server } = options;
  const { index, program } = find(place, server);
  const again = program.startAgain();
  place.programs[index] = again;
  const health =
    server === 'etcd'
      ? `${servers.etcd}/health`
      : `${servers.proxy.url}/readyz`;
  await again.until(() => isFine(health), 120);
}
