import type { JsonObject } from '@backstage/types';
import type { MeshObject } from '../../../objects';
import { CALL_SCRIPT, DNS_SCRIPT } from '../probeScript';
import { type Probe, SERVER } from './probes';
import { markOf, namespaceOf, type SceneOptions } from './SceneOptions';

/** Nothing of a verification runs for longer, whatever happens. */
const DEADLINE_SECONDS = 300;

/** What `restricted` of the Pod Security Standards asks for. */
const SECURITY = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  runAsUser: 65534,
  seccompProfile: { type: 'RuntimeDefault' },
};

const RESOURCES = {
  requests: { cpu: '10m', memory: '32Mi' },
  limits: { memory: '64Mi' },
};

/** Serves until its time is over or it is taken away. */
export function buildServerJob(scene: SceneOptions): MeshObject {
  return buildJob(scene, {
    name: SERVER,
    account: SERVER,
    labels: { app: SERVER },
    container: {
      name: SERVER,
      args: ['netexec', '--http-port=8080'],
      ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }],
      readinessProbe: { httpGet: { path: '/healthz', port: 8080 } },
    },
  });
}

export function buildProbeJob(scene: SceneOptions, probe: Probe): MeshObject {
  const { name, account, role, hasProxy } = probe;
  return buildJob(scene, {
    name,
    account,
    labels: {
      app: name,
      'meshwright.io/probe': role,
      ...(!hasProxy && { 'sidecar.istio.io/inject': 'false' }),
    },
    container: {
      name: 'probe',
      command: ['/bin/sh', '-c', 'names' in probe ? DNS_SCRIPT : CALL_SCRIPT],
      env: toEnvironment(probe),
      terminationMessagePolicy: 'File',
    },
  });
}

/** What varies; the sandbox reads the same. */
function toEnvironment(probe: Probe): JsonObject[] {
  const values =
    'names' in probe
      ? {
          PROBE_NAMES: probe.names.join(' '),
          PROBE_TRIES: '10',
          PROBE_PAUSE: '2',
        }
      : {
          PROBE_URL: probe.url,
          PROBE_WANT: probe.want,
          PROBE_TRIES: String(probe.tries),
          PROBE_STREAK: String(probe.streak),
          PROBE_PAUSE: '2',
          PROBE_TIMEOUT: '5',
          PROBE_PROXY: String(probe.hasProxy),
        };
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

type JobOptions = {
  name: string;
  account: string;
  labels: Record<string, string>;
  container: JsonObject;
};

function buildJob(scene: SceneOptions, options: JobOptions): MeshObject {
  const labels = { ...options.labels, ...markOf(scene) };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: options.name,
      namespace: namespaceOf(scene),
      labels: markOf(scene),
    },
    spec: {
      activeDeadlineSeconds: DEADLINE_SECONDS,
      backoffLimit: 0,
      ttlSecondsAfterFinished: 600,
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: options.account,
          automountServiceAccountToken: false,
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: 1,
          securityContext: { runAsNonRoot: true, runAsUser: 65534 },
          containers: [
            {
              image: scene.image,
              resources: RESOURCES,
              securityContext: SECURITY,
              ...options.container,
            },
          ],
        },
      },
    },
  };
}
