import type { JsonObject } from '@backstage/types';
import {
  buildModel,
  compileCluster,
  createPlan,
  evaluate,
  indexWorld,
  isOwned,
  type MeshObject,
  objectKey,
} from '@meshwright/plugin-mesh-common';
import { lintObjects } from '@meshwright/plugin-mesh-common/lint';
import { component, input } from '@meshwright/plugin-mesh-common/testUtils';
import type { Random } from '../../azure/Random';
import { hostileText } from '../hostileValues';
import { mutate } from '../mutate';
import { stripObject } from '../parts';
import { BrokenPromise, type Target } from '../Target';

const ROOT = 'aks-istio-system';
const MESH = { rootNamespace: ROOT, trustDomain: 'cluster.local' };
/** What an object may be as large as, in etcd. */
const LARGE = 1_400_000;

const { model } = buildModel(
  input([
    component({ name: 'web', dependsOn: ['component:default/api'] }),
    component({ name: 'api' }),
  ]),
);
const desired = compileCluster(model, 'shop-weu').objects.map(
  ({ object }) => object,
);

const pod: MeshObject = {
  ...{ apiVersion: 'v1', kind: 'Pod' },
  metadata: { name: 'api-1', namespace: 'api', labels: { app: 'api' } },
  spec: {
    serviceAccountName: 'api',
    containers: [{ name: 'app', ports: [{ name: 'http', containerPort: 80 }] }],
  },
  status: { phase: 'Running', podIP: '10.1.1.1', podIPs: [{ ip: '10.1.1.1' }] },
} as MeshObject;

const service: MeshObject = {
  ...{ apiVersion: 'v1', kind: 'Service' },
  metadata: { name: 'api', namespace: 'api' },
  spec: { selector: { app: 'api' }, ports: [{ port: 80, name: 'http' }] },
} as MeshObject;

const foreign: MeshObject[] = [
  {
    ...{ apiVersion: 'security.istio.io/v1', kind: 'RequestAuthentication' },
    metadata: { name: 'theirs', namespace: 'api' },
    spec: { jwtRules: [{ issuer: 'https://x', jwks: '{}' }] },
  },
  {
    ...{ apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' },
    metadata: { name: 'theirs', namespace: 'api' },
    spec: {
      hosts: ['api'],
      http: [
        {
          match: [{ uri: { regex: '(a+)+$' } }],
          route: [{ destination: { host: 'api' } }],
        },
      ],
    },
  },
] as unknown as MeshObject[];

const request = {
  source: {
    ...{ namespace: 'web', labels: { app: 'web' }, serviceAccount: 'web' },
    ...{ inMesh: true, ip: '10.1.1.2' },
  },
  destination: {
    ...{ namespace: 'api', labels: { app: 'api' }, serviceAccount: 'api' },
    ...{ inMesh: true, ip: '10.1.1.1', port: 8080, servicePort: 80 },
    ...{ protocol: 'http' as const, service: 'api.api' },
  },
  http: { method: 'GET', path: '/a', host: 'api' },
};

/** As an API server gives it: what it is and how it is called is in order. */
function afflict(object: MeshObject, random: Random): MeshObject {
  const { metadata, ...rest } = object as MeshObject & JsonObject;
  const { name, namespace, ...others } = metadata;
  const changed = mutate({ rest: { ...rest }, others }, random, 5) as {
    rest?: JsonObject;
    others?: JsonObject;
  };
  const annotations = random.chance(0.02)
    ? { big: hostileText(random).padEnd(LARGE, 'x') }
    : undefined;
  return {
    ...(changed.rest ?? {}),
    apiVersion: object.apiVersion,
    kind: object.kind,
    metadata: {
      ...(readLabels(changed.others) as object),
      ...(annotations && { annotations }),
      name,
      namespace,
    },
  } as MeshObject;
}

/** Labels and annotations are texts; the server sees to that. */
function readLabels(metadata: JsonObject | undefined): JsonObject {
  const result: JsonObject = {};
  for (const field of ['labels', 'annotations']) {
    const value = metadata?.[field];
    if (value && typeof value === 'object' && !Array.isArray(value)) {
      result[field] = Object.fromEntries(
        Object.entries(value).filter(([, text]) => typeof text === 'string'),
      );
    }
  }
  return result;
}

/** Objects that others wrote, or that others changed of ours. */
export function createObjectsTarget(): Target {
  const pool = [...desired, pod, service, ...foreign];
  return {
    name: 'objects',
    // Verdicts, rules and the plan.
    readings: 3,
    attempt(random) {
      const live = pool.map(object =>
        random.chance(0.4) ? afflict(object, random) : object,
      );
      live.forEach(object =>
        stripObject(
          object as unknown as JsonObject,
          object.apiVersion,
          object.kind,
        ),
      );
      evaluate(indexWorld(live, MESH), request, { explain: true });
      lintObjects(live, { ...MESH, complete: true, instance: 'test' });
      const plan = createPlan({
        ...{ desired, desiredRecords: [], liveRecords: [] },
        ...{
          live,
          instance: 'test',
          cluster: 'shop-weu',
          now: '2026-11-23T12:00:00.000Z',
        },
      });
      checkPlan(plan, live);
    },
  };
}

/** Nothing is taken away or changed that does not say that it is ours. */
function checkPlan(
  { waves }: ReturnType<typeof createPlan>,
  live: MeshObject[],
): void {
  const byKey = new Map(live.map(object => [objectKey(object), object]));
  for (const change of waves.flat()) {
    const there = byKey.get(change.key);
    if (
      change.target === 'object' &&
      there &&
      !isOwned(there, 'test') &&
      !['Namespace', 'ServiceAccount'].includes(there.kind)
    ) {
      throw new BrokenPromise(`${change.type} of ${change.key}, not ours`);
    }
  }
}
