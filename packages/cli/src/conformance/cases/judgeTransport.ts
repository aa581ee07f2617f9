import {
  compilePeerAuthentication,
  composePeerAuthentication,
  evaluate,
  indexWorld,
  isTargeted,
  normalizePath,
  readTarget,
  toLabels,
  toRecord,
  toRecords,
  toText,
  type PathNormalization,
} from '@meshwright/plugin-mesh-common/evaluate';
import {
  compare,
  need,
  needNumber,
  needText,
  policiesOf,
  toObject,
} from '../readCase';
import type { Difference, Json } from '../types';

const modes: Record<string, PathNormalization> = {
  NONE: 'NONE',
  BASE: 'BASE',
  MERGE_SLASHES: 'MERGE_SLASHES',
  DECODE_AND_MERGE_SLASHES: 'DECODE_AND_MERGE_SLASHES',
};

/** Cases about the path that the application sees. */
export function judgePath(_: Json, item: Json): Difference | undefined {
  const normalization = modes[needText(item, 'normalization')];
  if (!normalization) throw new Error('"normalization" is no known mode');
  const path = normalizePath(needText(item, 'input'), normalization);
  return compare(item, path === undefined ? { status: 400 } : { path });
}

/** Cases about PeerAuthentications that are all for one workload. */
export function judgePeers(file: Json, item: Json): Difference | undefined {
  const { mode, perPort } = composePeerAuthentication(
    policiesOf(file, item).map(compilePeerAuthentication),
    needText(item, 'rootNamespace'),
  );
  const ports = [...perPort].map(([port, mtls]) => [port, mtls.mode]);
  return compare(item, { mode, perPort: Object.fromEntries(ports) });
}

/** Cases about which policies are for a proxy. */
export function judgeAttachment(_: Json, item: Json): Difference | undefined {
  const workload = need(item, 'workload');
  const services = toRecords(workload.services).map(service => ({
    namespace: String(service.namespace),
    name: String(service.name),
    kind:
      service.registry === 'External' || service.kind === 'ServiceEntry'
        ? ('ServiceEntry' as const)
        : ('Service' as const),
  }));
  const attached = isTargeted(
    readTarget(toObject(need(item, 'policy'))),
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
  );
  return compare(item, { attached });
}

/** Cases about who reaches whom over mutual TLS. */
export function judgeReachability(
  file: Json,
  item: Json,
): Difference | undefined {
  const world = indexWorld(policiesOf(file, item), {
    rootNamespace: String(file.rootNamespace),
    trustDomain: 'cluster.local',
  });
  const client = need(item, 'client');
  const server = need(item, 'server');
  const port = need(item, 'port');
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
      port: needNumber(port, 'workload'),
      servicePort: needNumber(port, 'service'),
      service: `${server.service}.${server.namespace}`,
      protocol: port.name === 'https' ? 'tls' : 'tcp',
    },
  });
  return compare(item, {
    success: verdict.decision === 'allow',
    mtls: verdict.mtls === 'mutual-tls',
  });
}
