import { findAssets } from './assets/findAssets';
import type { ControlPlane } from './server/ControlPlane';
import {
  type ControlPlaneOptions,
  startControlPlane,
} from './server/startControlPlane';

// The first start on a machine may have to build.
const BUILD = 20 * 60_000;

/**
 * Describes behaviour on a real API server, which `server` hands out once the
 * tests run. Where none can be had, the tests are counted as skipped, and the
 * reason is printed.
 */
export function describeOnControlPlane(
  name: string,
  define: (server: () => ControlPlane) => void,
  options: ControlPlaneOptions & {
    onStarted?: (server: ControlPlane) => void;
  } = {},
): void {
  const found = findAssets();
  const isMissing = found.state === 'missing';
  if (isMissing) {
    process.stdout.write(`Real API server left out: ${found.reason}\n`);
  }
  const { onStarted, ...rest } = options;
  (isMissing ? describe.skip : describe)(name, () => {
    let started: ControlPlane | undefined;
    beforeAll(async () => {
      started = await startControlPlane(rest);
      onStarted?.(started);
    }, BUILD);
    afterAll(() => started?.stop());
    define(() => started ?? failToHandOut());
  });
}

function failToHandOut(): never {
  throw new Error('The control plane has not been started');
}
