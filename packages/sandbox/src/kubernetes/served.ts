import { REVIEWS } from './access';
import type { Review } from './access/reviews';
import { RESOURCE_TYPES } from './resources';
import type { ResourceType } from './types';

const VERBS = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];
/** What `kubectl get all` shows. */
const inAll = [
  'DaemonSet',
  'Deployment',
  'Job',
  'Pod',
  'ReplicaSet',
  'Service',
  'StatefulSet',
];
const PART_VERBS = ['get', 'patch', 'update'];

/** Names of groups with their versions, the preferred one first. */
export function groups(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const type of RESOURCE_TYPES.filter(one => one.group)) {
    const known = found.get(type.group) ?? [];
    found.set(type.group, [...new Set([...known, ...type.versions])]);
  }
  for (const { group, version } of REVIEWS) {
    found.set(group, [version]);
  }
  return found;
}

/** A resource or a part of one, as its version lists it. */
export type Resource = {
  name: string;
  singularName: string;
  namespaced: boolean;
  kind: string;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
  /** Of the kind that a part speaks, where it is another. */
  group?: string;
  version?: string;
};

function categoriesOf({ kind, custom, group }: ResourceType) {
  if (custom) {
    const [first] = group.split('.');
    return { categories: ['istio-io', `${first}-istio-io`] };
  }
  return inAll.includes(kind) ? { categories: ['all'] } : {};
}

function describeResource(type: ResourceType): Resource[] {
  const { plural, singular, namespaced, kind, shortNames } = type;
  const part = (name: string, more: object = {}) => ({
    name: `${plural}/${name}`,
    singularName: '',
    namespaced,
    kind,
    verbs: PART_VERBS,
    ...more,
  });
  const token = {
    group: 'authentication.k8s.io',
    version: 'v1',
    kind: 'TokenRequest',
    verbs: ['create'],
  };
  const scale = { group: 'autoscaling', version: 'v1', kind: 'Scale' };
  return [
    {
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs: VERBS,
      ...(shortNames.length > 0 && { shortNames }),
      ...categoriesOf(type),
    },
    ...(type.status ? [part('status')] : []),
    ...(type.scale ? [part('scale', scale)] : []),
    ...(type.kind === 'ServiceAccount' ? [part('token', token)] : []),
  ];
}

function describeReview({ plural, kind }: Review): Resource[] {
  return [
    {
      name: plural,
      singularName: plural.slice(0, -1),
      namespaced: false,
      kind,
      verbs: ['create'],
    },
  ];
}

/** Every resource of a version, and its parts. */
export function resourcesOf(group: string, version: string): Resource[] {
  const types = RESOURCE_TYPES.filter(
    type => type.group === group && type.versions.includes(version),
  );
  const reviews = REVIEWS.filter(
    one => one.group === group && one.version === version,
  );
  return [
    ...types.flatMap(describeResource),
    ...reviews.flatMap(describeReview),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}
