import {
  type ControlPlane,
  type ControlPlaneOptions,
  describeOnControlPlane,
} from '@meshwright/control-plane';

/** What tests run on. */
export type Servers = { server: ControlPlane; databaseUrl: string };

/**
 * Describes behaviour on a real API server and a real PostgreSQL. Where one of
 * both is not to be had, the tests are counted as skipped, and the reason is
 * printed.
 */
export function describeOnServers(
  name: string,
  define: (servers: () => Servers) => void,
  options: ControlPlaneOptions = {},
): void {
  const databaseUrl =
    process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
  if (databaseUrl) {
    describeOnControlPlane(
      name,
      server => define(() => ({ server: server(), databaseUrl })),
      options,
    );
    return;
  }
  process.stdout.write(
    'Real servers left out: BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING names no PostgreSQL\n',
  );
  const leaveOut = describe.skip;
  leaveOut(name, () => {
    define(failToHandOut);
  });
}

function failToHandOut(): never {
  throw new Error('There are no servers');
}
