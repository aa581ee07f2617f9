import type { ResourceType } from './types';

type Row = [kind: string, shortNames?: string, plural?: string];
type Shape = Partial<ResourceType> & { group: string; versions: string[] };

function family(shape: Shape, rows: Row[]): ResourceType[] {
  return rows.map(([kind, shortNames = '', plural]) => ({
    namespaced: true,
    status: false,
    generation: false,
    custom: false,
    scale: false,
    ...shape,
    kind,
    singular: kind.toLowerCase(),
    plural: plural ?? `${kind.toLowerCase()}s`,
    shortNames: shortNames.split(' ').filter(Boolean),
  }));
}

const core = { group: '', versions: ['v1'] };
const rbac = { group: 'rbac.authorization.k8s.io', versions: ['v1'] };
const apps = { group: 'apps', versions: ['v1'], status: true };
const counted = { ...apps, generation: true };
const istio = { custom: true, generation: true, status: true };

/** Everything that the API serves. */
export const RESOURCE_TYPES: readonly ResourceType[] = [
  ...family({ ...core, namespaced: false, status: true }, [
    ['Namespace', 'ns'],
    ['Node', 'no'],
  ]),
  ...family(core, [
    ['ConfigMap', 'cm'],
    ['Secret'],
    ['ServiceAccount', 'sa'],
    ['Endpoints', 'ep', 'endpoints'],
    ['Event', 'ev'],
  ]),
  ...family({ ...core, status: true }, [['Service', 'svc']]),
  ...family({ ...core, status: true, generation: true }, [['Pod', 'po']]),
  ...family({ ...counted, scale: true }, [
    ['Deployment', 'deploy'],
    ['ReplicaSet', 'rs'],
    ['StatefulSet', 'sts'],
  ]),
  ...family(counted, [['DaemonSet', 'ds']]),
  ...family(
    { group: 'batch', versions: ['v1'], status: true, generation: true },
    [['Job']],
  ),
  ...family(
    {
      group: 'admissionregistration.k8s.io',
      versions: ['v1'],
      namespaced: false,
      generation: true,
    },
    [['MutatingWebhookConfiguration']],
  ),
  ...family({ ...rbac, namespaced: false }, [
    ['ClusterRole'],
    ['ClusterRoleBinding'],
  ]),
  ...family(rbac, [['Role'], ['RoleBinding']]),
  ...family({ group: 'discovery.k8s.io', versions: ['v1'], generation: true }, [
    ['EndpointSlice'],
  ]),
  ...family(
    { group: 'networking.k8s.io', versions: ['v1'], generation: true },
    [['NetworkPolicy', 'netpol', 'networkpolicies']],
  ),
  ...family(
    { ...istio, group: 'security.istio.io', versions: ['v1', 'v1beta1'] },
    [
      ['AuthorizationPolicy', 'ap', 'authorizationpolicies'],
      ['PeerAuthentication', 'pa'],
      ['RequestAuthentication', 'ra'],
    ],
  ),
  ...family(
    { ...istio, group: 'networking.istio.io', versions: ['v1', 'v1beta1'] },
    [
      ['DestinationRule', 'dr'],
      ['Gateway', 'gw'],
      ['ServiceEntry', 'se', 'serviceentries'],
      ['Sidecar'],
      ['VirtualService', 'vs'],
    ],
  ),
  ...family(
    { ...istio, group: 'networking.istio.io', versions: ['v1alpha3'] },
    [['EnvoyFilter']],
  ),
  ...family(
    { ...istio, group: 'telemetry.istio.io', versions: ['v1', 'v1alpha1'] },
    [['Telemetry', 'telemetry', 'telemetries']],
  ),
  ...family(
    {
      group: 'apiextensions.k8s.io',
      versions: ['v1'],
      namespaced: false,
      status: true,
      generation: true,
    },
    [['CustomResourceDefinition', 'crd crds']],
  ),
];

/** `plural.group`, the name of a resource in messages and storage. */
export function resourceName(type: ResourceType): string {
  return type.group ? `${type.plural}.${type.group}` : type.plural;
}

export function groupVersion(group: string, version: string): string {
  return group ? `${group}/${version}` : version;
}

/** The stored apiVersion of a type. */
export function storedVersion(type: ResourceType): string {
  return groupVersion(type.group, type.versions[0]);
}

/** The type behind a path of the API, when it is served. */
export function findResource(
  group: string,
  version: string,
  plural: string,
): ResourceType | undefined {
  return RESOURCE_TYPES.find(
    type =>
      type.group === group &&
      type.plural === plural &&
      type.versions.includes(version),
  );
}

/** The type of an object, when it is served. */
export function findKind(
  apiVersion: string,
  kind: string,
): ResourceType | undefined {
  return RESOURCE_TYPES.find(
    type =>
      type.kind === kind &&
      type.versions.some(v => groupVersion(type.group, v) === apiVersion),
  );
}
