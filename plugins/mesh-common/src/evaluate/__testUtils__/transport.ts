import {
  compilePeerAuthentication,
  composePeerAuthentication,
} from '../composePeerAuthentication';
import { evaluate } from '../evaluate';
import { indexWorld } from '../indexWorld';
import { normalizePath } from '../normalizePath';
import { isTargeted, readTarget } from '../policyTarget';
import { toLabels, toRecord, toRecords, toText } from '../readJson';
import type { PathNormalization } from '../types';
import {
  compare,
  objectsOf,
  toObject,
  type Difference,
  type Json,
  type Suite,
} from './cases';

const modes: Record<string, PathNormalization> = {
  NONE: 'NONE',
  BASE: 'BASE',
  MERGE_SLASHES: 'MERGE_SLASHES',
  DECODE_AND_MERGE_SLASHES: 'DECODE_AND_MERGE_SLASHES',
};

/** Cases about the path that the application sees. */
export function runPathCase(_: Suite, item: Json): Difference[] {
  const path = normalizePath(
    String(item.input),
    modes[String(item.normalization)] ?? 'BASE',
  );
  const { path: wanted } = toRecord(item.expect);
  return path === wanted
    ? []
    : [{ id: String(item.id), expected: wanted, found: path }];
}

/** Cases about PeerAuthentications that are all for one workload. */
export function runPeerCase(suite: Suite, item: Json): Difference[] {
  const { mode, perPort } = composePeerAuthentication(
    objectsOf(suite, item).map(compilePeerAuthentication),
    String(item.rootNamespace),
  );
  const ports = [...perPort].map(([port, mtls]) => [port, mtls.mode]);
  return compare(item, { mode, perPort: Object.fromEntries(ports) });
}

/** Cases about which policies are for a proxy. */
export function runAttachCase(_: Suite, item: Json): Difference[] {
  const workload = toRecord(item.workload);
  const services = toRecords(workload.services).map(service => ({
    namespace: String(service.namespace),
    name: String(service.name),
    kind:
      service.registry === 'External' || service.kind === 'ServiceEntry'
        ? ('ServiceEntry' as const)
        : ('Service' as const),
  }));
  const attached = toObject(toRecord(item.policy)).some(policy =>
    isTargeted(
      readTarget(policy),
      {
        namespace: String(workload.namespace),
        labels: toLabels(workload.labels),
        waypointFor: workload.isWaypoint === true ? services : undefined,
      },
      {
        rootNamespace: toText(workload.rootNamespace) ?? '',
        selectorsOnGateways:
          toRecord(item.features).ENABLE_SELECTOR_BASED_K8S_GATEWAY_POLICY ===
          true,
      },
    ),
  );
  return compare(item, { attached });
}

/** Cases about who reaches whom over mutual TLS. */
export function runReachCase(suite: Suite, item: Json): Difference[] {
  const world = indexWorld(objectsOf(suite, item), {
    rootNamespace: String(suite.file.rootNamespace),
    trustDomain: 'cluster.local',
  });
  const client = toRecord(item.client);
  const server = toRecord(item.server);
  const port = toRecord(item.port);
  const verdict = evaluate(world, {
    source: {
      namespace: String(client.namespace),
      labels: { app: String(client.service) },
      serviceAccount: String(client.service),
      inMesh: client.sidecar === true,
    },
    destination: {
      namespace: String(server.namespace),
      labels: toLabels(server.labels),
      inMesh:
        server.sidecar === 'mixed'
          ? server.subset === 'vistio'
          : server.sidecar === true,
      headless: server.headless === true,
      subset: toText(server.subset),
      port: Number(port.workload),
      servicePort: Number(port.service),
      service: `${server.service}.${server.namespace}`,
      protocol: port.name === 'https' ? 'tls' : 'tcp',
    },
  });
  return compare(item, {
    success: verdict.decision === 'allow',
    mtls: verdict.mtls === 'mutual-tls',
  });
}
