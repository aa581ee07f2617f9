import {
  type ControlPlane,
  findAssets,
  startControlPlane,
} from '@meshwright/control-plane';
import { type KubernetesApi, startKubernetesApi } from '@meshwright/sandbox';
import { openRealApi } from './realApi';

// The first start on a machine may have to build.
const BUILD = 20 * 60_000;

/** Starts an API for one test, with nothing in it. */
export type StartApi = () => Promise<KubernetesApi>;

/**
 * Describes behaviour on the sandbox's API, and on a real API server where
 * that can be had; elsewhere those tests are counted as skipped.
 */
export function describeOnServers(
  name: string,
  define: (start: StartApi, real?: () => ControlPlane) => void,
): void {
  describe(`${name} on the sandbox`, () => {
    define(() => startKubernetesApi({ port: 0 }));
  });

  const found = findAssets();
  if (found.state === 'missing') {
    process.stdout.write(`Real API server left out: ${found.reason}\n`);
  }
  (found.state === 'missing' ? describe.skip : describe)(
    `${name} on a real API server`,
    () => {
      let server: ControlPlane;

      beforeAll(async () => {
        server = await startControlPlane();
      }, BUILD);
      afterAll(() => server?.stop());

      define(
        () => openRealApi(server),
        () => server,
      );
    },
  );
}
