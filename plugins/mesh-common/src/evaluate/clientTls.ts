import {
  findDestinationRule,
  type DestinationPolicy,
} from './destinationRules';
import { peerModeOf } from './peerMode';
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

export function deriveClientTls(
  index: WorldIndex,
  request: CallRequest,
): ClientTls {
  const { source, destination } = request;
  if (source.opens === 'mutual-tls' || source.opens === 'plaintext') {
    return { opens: source.opens, why: 'asked' };
  }
  if (!source.inMesh) return { opens: 'plaintext', why: 'no-proxy' };
  if (destination.addressedBy === 'pod' && !destination.headless) {
    return { opens: 'plaintext', why: 'pod-address' };
  }
  return fromDestinationRule(index, request) ?? fromAutoMtls(index, request);
}

function fromDestinationRule(
  index: WorldIndex,
  { source, destination }: CallRequest,
): ClientTls | undefined {
  if (!destination.service) return undefined;
  const rule = findDestinationRule(
    index.destinationRules,
    `${destination.service}.svc.cluster.local`,
    source,
  );
  const mode = rule && readTlsMode(rule, destination.servicePort);
  if (mode === undefined) return undefined;
  return { opens: mode, why: 'destination-rule', rule };
}

/** An entry for the port replaces the settings of the rule altogether. */
function readTlsMode(
  { trafficPolicy = {} }: DestinationPolicy,
  servicePort: number | undefined,
): ClientTls['opens'] | undefined {
  const ofPort = toRecords(trafficPolicy.portLevelSettings).find(
    setting => toRecord(setting.port).number === servicePort,
  );
  const { tls } = ofPort ?? trafficPolicy;
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

function fromAutoMtls(
  index: WorldIndex,
  { destination }: CallRequest,
): ClientTls {
  if (index.options.autoMtls === false) {
    return { opens: 'plaintext', why: 'auto-mtls-off' };
  }
  if (!destination.inMesh) {
    return { opens: 'plaintext', why: 'server-without-proxy' };
  }
  const general = peerModeOf(index, {
    namespace: destination.namespace,
    labels: {},
  });
  const onPort = peerModeOf(index, destination);
  return general.mode === 'DISABLE' || onPort.mode === 'DISABLE'
    ? { opens: 'plaintext', why: 'server-disables' }
    : { opens: 'mutual-tls', why: 'auto-mtls' };
}
