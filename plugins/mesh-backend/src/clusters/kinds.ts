import { InputError } from '@backstage/errors';

/** Where the API server serves a kind. */
export type KindPath = {
  group: string;
  version: string;
  kind: string;
  plural: string;
  isNamespaced: boolean;
};

/** What every cluster has; when it is missing, this is no cluster. */
const core = [
  define('v1', 'Namespace', { plural: 'namespaces', isNamespaced: false }),
  define('v1', 'ServiceAccount', { plural: 'serviceaccounts' }),
  define('v1', 'Service', { plural: 'services' }),
  define('v1', 'Pod', { plural: 'pods' }),
  define('networking.k8s.io/v1', 'NetworkPolicy', {
    plural: 'networkpolicies',
  }),
];

/** What a mesh brings along; missing means that there is none of it. */
const mesh = [
  define('security.istio.io/v1', 'PeerAuthentication', {
    plural: 'peerauthentications',
  }),
  define('security.istio.io/v1', 'AuthorizationPolicy', {
    plural: 'authorizationpolicies',
  }),
  define('security.istio.io/v1', 'RequestAuthentication', {
    plural: 'requestauthentications',
  }),
  define('networking.istio.io/v1', 'DestinationRule', {
    plural: 'destinationrules',
  }),
  define('networking.istio.io/v1', 'Gateway', { plural: 'gateways' }),
  define('networking.istio.io/v1', 'VirtualService', {
    plural: 'virtualservices',
  }),
  define('networking.istio.io/v1', 'ServiceEntry', {
    plural: 'serviceentries',
  }),
  define('networking.istio.io/v1', 'Sidecar', { plural: 'sidecars' }),
  define('telemetry.istio.io/v1', 'Telemetry', { plural: 'telemetries' }),
];

/** Kinds of every snapshot. */
export const READ_KINDS: readonly KindPath[] = [...core, ...mesh];

const EMITTED = [
  'Namespace',
  'ServiceAccount',
  'NetworkPolicy',
  'PeerAuthentication',
  'AuthorizationPolicy',
  'RequestAuthentication',
  'Gateway',
  'VirtualService',
  'DestinationRule',
  'ServiceEntry',
  'Sidecar',
  'Telemetry',
];

/** Kinds that we write. */
export const EMITTED_KINDS: readonly KindPath[] = READ_KINDS.filter(
  ({ kind }) => EMITTED.includes(kind),
);

/** Kinds that decide about traffic and that we do not model. */
export const UNMODELLED_KINDS: readonly KindPath[] = [
  define('cilium.io/v2', 'CiliumNetworkPolicy', {
    plural: 'ciliumnetworkpolicies',
  }),
  define('cilium.io/v2', 'CiliumClusterwideNetworkPolicy', {
    plural: 'ciliumclusterwidenetworkpolicies',
    isNamespaced: false,
  }),
  define('policy.networking.k8s.io/v1alpha1', 'AdminNetworkPolicy', {
    plural: 'adminnetworkpolicies',
    isNamespaced: false,
  }),
  define('policy.networking.k8s.io/v1alpha1', 'BaselineAdminNetworkPolicy', {
    plural: 'baselineadminnetworkpolicies',
    isNamespaced: false,
  }),
  define('networking.istio.io/v1alpha3', 'EnvoyFilter', {
    plural: 'envoyfilters',
  }),
];

export const DEPLOYMENT = define('apps/v1', 'Deployment', {
  plural: 'deployments',
});
export const DAEMON_SET = define('apps/v1', 'DaemonSet', {
  plural: 'daemonsets',
});
export const CONFIG_MAP = define('v1', 'ConfigMap', { plural: 'configmaps' });

export const JOB = define('batch/v1', 'Job', { plural: 'jobs' });
/** Who changes objects as they are created; injectors among them. */
export const MUTATING_WEBHOOK = define(
  'admissionregistration.k8s.io/v1',
  'MutatingWebhookConfiguration',
  { plural: 'mutatingwebhookconfigurations', isNamespaced: false },
);

/** Kinds that are written when a cluster is made, besides those of passes. */
const PROVISIONED_KINDS = [
  CONFIG_MAP,
  define('v1', 'Service', { plural: 'services' }),
];

/** True for kinds that every cluster serves. */
export function isBuiltIn(path: KindPath): boolean {
  return core.includes(path) || path.group === 'apps';
}

/** `group/version` as objects have it. */
export function apiVersionOf(path: KindPath): string {
  return path.group ? `${path.group}/${path.version}` : path.version;
}

/** Path of a collection: of one namespace, or of the whole cluster. */
export function collectionPath(path: KindPath, namespace?: string): string {
  const root = path.group ? `/apis/${path.group}` : '/api';
  const scope =
    path.isNamespaced && namespace
      ? `/namespaces/${encodeURIComponent(namespace)}`
      : '';
  return `${root}/${path.version}${scope}/${path.plural}`;
}

/** Which object a request for one object is about, of the kinds of a snapshot. */
export function findWritten(
  path: string,
): { path: KindPath; key: string } | undefined {
  const [, group = '', namespace = '', plural, name = ''] =
    /^\/(?:api|apis\/([^/]+))\/[^/]+(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?$/.exec(
      path,
    ) ?? [];
  const found = READ_KINDS.find(
    one => one.plural === plural && one.group === group,
  );
  const [space, own] = [namespace, name].map(decodeURIComponent);
  return (
    found && { path: found, key: `${group}/${found.kind}/${space}/${own}` }
  );
}

type Identity = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
};

/** Path of one object, in the API version that it is written in. */
export function objectPath(object: Identity): string {
  const { namespace, name } = object.metadata;
  const collection = collectionPath(kindOf(object), namespace);
  return `${collection}/${encodeURIComponent(name)}`;
}

/** Where an object belongs. Throws for a kind that we never write. */
export function kindOf(object: Identity): KindPath {
  const { group, version } = splitApiVersion(object.apiVersion);
  const known = [...EMITTED_KINDS, ...PROVISIONED_KINDS].find(
    path => path.kind === object.kind && path.group === group,
  );
  if (!known) {
    throw new InputError(
      `'${object.apiVersion} ${object.kind}' is no kind that is written here`,
    );
  }
  if (known.isNamespaced && !object.metadata.namespace) {
    throw new InputError(
      `${object.kind} '${object.metadata.name}' has no namespace`,
    );
  }
  return { ...known, version };
}

function define(
  apiVersion: string,
  kind: string,
  options: { plural: string; isNamespaced?: boolean },
): KindPath {
  const { plural, isNamespaced = true } = options;
  return { ...splitApiVersion(apiVersion), kind, plural, isNamespaced };
}

function splitApiVersion(apiVersion: string) {
  const [first, second] = apiVersion.split('/');
  return second === undefined
    ? { group: '', version: first }
    : { group: first, version: second };
}
