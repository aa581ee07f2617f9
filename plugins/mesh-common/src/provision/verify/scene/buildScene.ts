import type { MeshObject } from '../../../objects';
import type { VerifyBody } from '../types';
import { buildProbeJob, buildServerJob } from './buildJobs';
import { buildPolicies } from './buildPolicies';
import { listProbes, type Probe, SERVER } from './probes';
import { markOf, namespaceOf, type SceneOptions } from './SceneOptions';

/** What is made for one check with probes, and taken away again. */
export type BuiltScene = {
  namespace: string;
  /** In the order in which they are made; the namespace is the first. */
  objects: MeshObject[];
  probes: Probe[];
};

/**
 * What is needed to try calls: a namespace of its own that denies everything
 * but one call, a server, and Jobs that make the calls.
 *
 * @public
 */
export function buildScene(
  body: Extract<VerifyBody, { check: 'probe' }>,
  options: { instance: string },
): BuiltScene {
  const scene: SceneOptions = { ...body, ...options };
  const namespace = namespaceOf(scene);
  const probes = listProbes(scene);
  return {
    namespace,
    probes,
    objects: [
      buildNamespace(scene),
      ...['allowed', 'forbidden', SERVER].map(name =>
        buildAccount(scene, name),
      ),
      ...buildPolicies(scene),
      ...(needsServer(scene)
        ? [buildService(scene), buildServerJob(scene)]
        : []),
      ...probes.map(probe => buildProbeJob(scene, probe)),
    ],
  };
}

function needsServer({ scene }: SceneOptions): boolean {
  return scene !== 'dns' && scene !== 'gateway';
}

function buildNamespace(scene: SceneOptions): MeshObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespaceOf(scene),
      labels: {
        ...markOf(scene),
        'istio.io/rev': scene.mesh.revision,
        'pod-security.kubernetes.io/warn': 'restricted',
      },
    },
  };
}

function buildAccount(scene: SceneOptions, name: string): MeshObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: namespaceOf(scene), labels: markOf(scene) },
  };
}

function buildService(scene: SceneOptions): MeshObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: SERVER,
      namespace: namespaceOf(scene),
      labels: markOf(scene),
    },
    spec: {
      selector: { app: SERVER },
      ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
    },
  };
}
