/** Kinds that are deleted when nobody wants them any more. */
export const PRUNED_KINDS: readonly string[] = [
  'AuthorizationPolicy',
  'DestinationRule',
  'Gateway',
  'NetworkPolicy',
  'PeerAuthentication',
  'RequestAuthentication',
  'ServiceEntry',
  'Sidecar',
  'Telemetry',
  'VirtualService',
];
