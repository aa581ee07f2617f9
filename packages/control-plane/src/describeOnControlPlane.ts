import { findAssets } from './assets/findAssets';
import { findTool, type ToolName } from './assets/provideTool';
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
    /** What the tests need beside it. */
    tools?: readonly ToolName[];
  } = {},
): void {
  const { onStarted, tools = [], ...rest } = options;
  const missing = [findAssets(), ...tools.map(findTool)].find(
    found => found.state === 'missing',
  );
  if (missing) {
    process.stdout.write(`Real API server left out: ${missing.reason}\n`);
  }
  (missing ? describe.skip : describe)(name, () => {
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
