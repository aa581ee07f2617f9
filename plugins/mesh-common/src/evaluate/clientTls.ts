import { modeOn } from './composePeerAuthentication';
import type { ServerModes } from './peerModes';
import {
  findDestinationRule,
  type DestinationPolicy,
} from './destinationRules';
import { toRecord, toRecords } from './readJson';
import type { CallRequest } from './types';
import type { WorldIndex } from './worldIndex';

/** How the client opens the connection, and why. */
export type ClientTls = {
  opens: 'mutual-tls' | 'plaintext' | 'other-tls';
  why:
    | 'asked'
    | 'no-proxy'
    | 'pod-address'
    | 'destination-rule'
    | 'auto-mtls-off'
    | 'server-disables'
    | 'server-without-proxy'
    | 'auto-mtls';
  rule?: DestinationPolicy;
};

/** @param server - What the server accepts */
export function deriveClientTls(
  index: WorldIndex,
  request: CallRequest,
  server: ServerModes,
): ClientTls {
  const { source, destination } = request;
  if (source.opens === 'mutual-tls' || source.opens === 'plaintext') {
    return { opens: source.opens, why: 'asked' };
  }
  if (!source.inMesh) return { opens: 'plaintext', why: 'no-proxy' };
  if (destination.addressedBy === 'pod' && !destination.headless) {
    return { opens: 'plaintext', why: 'pod-address' };
  }
  return (
    fromDestinationRule(index, request) ?? fromAutoMtls(index, request, server)
  );
}

function fromDestinationRule(
  index: WorldIndex,
  { source, destination }: CallRequest,
): ClientTls | undefined {
  const { service } = destination;
  if (!service || !index.destinationRules.setTls) return undefined;
  const rule = findDestinationRule(index.destinationRules, service, source);
  const mode = rule && readTlsMode(rule, destination);
  if (mode === undefined) return undefined;
  return { opens: mode, why: 'destination-rule', rule };
}

/** What a subset says goes before what the rule says. */
function readTlsMode(
  { trafficPolicy = {}, subsets }: DestinationPolicy,
  { subset, servicePort }: CallRequest['destination'],
): ClientTls['opens'] | undefined {
  const ofSubset = subset === undefined ? undefined : subsets.get(subset);
  const tls =
    (ofSubset && readTls(ofSubset, servicePort)) ??
    readTls(trafficPolicy, servicePort);
  if (tls === undefined) return undefined;
  switch (toRecord(tls).mode) {
    case 'ISTIO_MUTUAL':
      return 'mutual-tls';
    case 'SIMPLE':
    case 'MUTUAL':
      return 'other-tls';
    default:
      return 'plaintext';
  }
}

/** An entry for the port replaces the settings beside it altogether. */
function readTls(
  trafficPolicy: Record<string, unknown>,
  servicePort: number | undefined,
): unknown {
  const ofPort = toRecords(trafficPolicy.portLevelSettings).find(
    setting => toRecord(setting.port).number === servicePort,
  );
  return (ofPort ?? trafficPolicy).tls;
}

const SERVER_DISABLES: ClientTls = {
  opens: 'plaintext',
  why: 'server-disables',
};
const AUTO_MTLS: ClientTls = { opens: 'mutual-tls', why: 'auto-mtls' };

function fromAutoMtls(
  index: WorldIndex,
  { destination }: CallRequest,
  server: ServerModes,
): ClientTls {
  if (index.options.autoMtls === false) {
    return { opens: 'plaintext', why: 'auto-mtls-off' };
  }
  if (!destination.inMesh) {
    return { opens: 'plaintext', why: 'server-without-proxy' };
  }
  const disables =
    server.namespace.mode === 'DISABLE' ||
    modeOn(server.workload, destination.port).mode === 'DISABLE';
  return disables ? SERVER_DISABLES : AUTO_MTLS;
}
