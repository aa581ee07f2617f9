/** A kind whose objects decide who may call whom, and where it is served. */
export type RecordedKind = { apiVersion: string; kind: string; path: string };

const define = (
  apiVersion: string,
  kind: string,
  plural: string,
): RecordedKind => ({
  apiVersion,
  kind,
  path: `${apiVersion === 'v1' ? '/api' : '/apis'}/${apiVersion}/${plural}`,
});

/** Everything that the evaluator looks at. */
export const RECORDED_KINDS: readonly RecordedKind[] = [
  define('v1', 'Namespace', 'namespaces'),
  define('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies'),
  define('security.istio.io/v1', 'PeerAuthentication', 'peerauthentications'),
  define(
    'security.istio.io/v1',
    'AuthorizationPolicy',
    'authorizationpolicies',
  ),
  define(
    'security.istio.io/v1',
    'RequestAuthentication',
    'requestauthentications',
  ),
  define('networking.istio.io/v1', 'DestinationRule', 'destinationrules'),
];

/** Every kind that passes write. */
export const WRITTEN_KINDS: readonly RecordedKind[] = [
  ...RECORDED_KINDS,
  define('v1', 'ServiceAccount', 'serviceaccounts'),
  define('networking.istio.io/v1', 'ServiceEntry', 'serviceentries'),
  define('networking.istio.io/v1', 'Sidecar', 'sidecars'),
  define('networking.istio.io/v1', 'VirtualService', 'virtualservices'),
  define('telemetry.istio.io/v1', 'Telemetry', 'telemetries'),
];
