import { CLUSTER_NAME } from '../judges/evaluateDns';
import { namespaceOf, type SceneOptions } from './SceneOptions';

/** Name of the Job, the Service and the account that are called. */
export const SERVER = 'server';

/** The port that the gateway's proxies answer on for themselves. */
const STATUS_PORT = 15021;

/** Who calls, and what is to come of it. */
export type Probe = {
  /** Of its Job; `control` is the call that must pass. */
  name: 'control' | 'probe';
  account: 'allowed' | 'forbidden';
  /** Whether NetworkPolicies let it in. */
  role: 'caller' | 'outsider';
  hasProxy: boolean;
} & (
  | {
      url: string;
      want: string;
      tries: number;
      /** Ends after so many wanted ones in a row. */
      streak: number;
    }
  | { names: string[] }
);

/** The probes of a scene. A refusal never comes without its control. */
export function listProbes(scene: SceneOptions): Probe[] {
  const control: Probe = {
    name: 'control',
    account: 'allowed',
    role: 'caller',
    hasProxy: true,
    url: `http://${SERVER}.${namespaceOf(scene)}.svc/hostname`,
    want: '200',
    tries: 30,
    streak: 3,
  };
  const probe: Probe = { ...control, name: 'probe' };
  const bare: Probe = { ...probe, hasProxy: false };
  switch (scene.scene) {
    case 'allowed':
      return [control];
    case 'metrics':
      // Long enough for several scrapes.
      return [{ ...control, tries: 45, streak: 1_000 }];
    case 'authorization':
      return [control, { ...probe, account: 'forbidden', want: '403' }];
    case 'plaintext':
      return [control, { ...bare, want: 'reset' }];
    case 'network':
      return [
        control,
        { ...bare, role: 'outsider', want: 'timeout', tries: 12 },
      ];
    case 'dns': {
      const { account, role } = bare;
      const names = [CLUSTER_NAME, ...scene.names];
      return [{ name: 'probe', account, role, hasProxy: false, names }];
    }
    default: {
      const address = scene.mesh.gateway?.address ?? '';
      const url = `http://${address}:${STATUS_PORT}/healthz/ready`;
      return [{ ...bare, url, tries: 10 }];
    }
  }
}
