import {
  type ControlPlane,
  describeOnControlPlane,
} from '@meshwright/control-plane';
import { type KubernetesApi, startKubernetesApi } from '@meshwright/sandbox';
import { openRealApi } from './realApi';

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

  describeOnControlPlane(`${name} on a real API server`, server =>
    define(() => openRealApi(server()), server),
  );
}
