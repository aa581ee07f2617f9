import { RESOURCE_TYPES, groupVersion } from './resources';
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
const PART_VERBS = ['get', 'patch', 'update'];

function groups(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const type of RESOURCE_TYPES.filter(one => one.group)) {
    const known = found.get(type.group) ?? [];
    found.set(type.group, [...new Set([...known, ...type.versions])]);
  }
  return found;
}

function describeGroup(name: string, versions: string[]) {
  const listed = versions.map(version => ({
    groupVersion: groupVersion(name, version),
    version,
  }));
  return { name, versions: listed, preferredVersion: listed[0] };
}

function describeResource(type: ResourceType) {
  const { plural, singular, namespaced, kind, shortNames } = type;
  const part = (name: string, more: object = {}) => ({
    name: `${plural}/${name}`,
    singularName: '',
    namespaced,
    kind,
    verbs: PART_VERBS,
    ...more,
  });
  const scale = { group: 'autoscaling', version: 'v1', kind: 'Scale' };
  return [
    {
      name: plural,
      singularName: singular,
      namespaced,
      kind,
      verbs: VERBS,
      ...(shortNames.length > 0 && { shortNames }),
      ...(type.custom && { categories: ['istio-io'] }),
    },
    ...(type.status ? [part('status')] : []),
    ...(type.scale ? [part('scale', scale)] : []),
  ];
}

function describeVersion(group: string, version: string): unknown {
  const types = RESOURCE_TYPES.filter(
    type => type.group === group && type.versions.includes(version),
  );
  return types.length === 0
    ? undefined
    : {
        kind: 'APIResourceList',
        apiVersion: 'v1',
        groupVersion: groupVersion(group, version),
        resources: types.flatMap(describeResource),
      };
}

function allVersions(): string[] {
  return [
    'api/v1',
    ...[...groups()].flatMap(([group, versions]) =>
      versions.map(version => `apis/${group}/${version}`),
    ),
  ];
}

function openApiIndex(): unknown {
  return {
    paths: Object.fromEntries(
      allVersions().map(path => [
        path,
        { serverRelativeURL: `/openapi/v3/${path}?hash=1` },
      ]),
    ),
  };
}

/** The operations of every kind, so that clients see what a patch may ask. */
function openApiVersion(path: string): unknown {
  const parts = path.split('/');
  const version = parts[parts.length - 1];
  const group = parts[0] === 'api' ? '' : parts[1];
  const types = RESOURCE_TYPES.filter(
    type => type.group === group && type.versions.includes(version),
  );
  const parameters = ['fieldManager', 'fieldValidation', 'dryRun'].map(
    name => ({ name, in: 'query', schema: { type: 'string' } }),
  );
  const body = (type: ResourceType) => ({
    content: Object.fromEntries(
      [
        'application/json-patch+json',
        'application/merge-patch+json',
        'application/apply-patch+yaml',
        ...(type.custom ? [] : ['application/strategic-merge-patch+json']),
      ].map(name => [name, { schema: { type: 'object' } }]),
    ),
  });
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.33.0' },
    paths: Object.fromEntries(
      types.map(type => [
        `/${path}/${type.namespaced ? 'namespaces/{namespace}/' : ''}${
          type.plural
        }/{name}`,
        {
          patch: {
            parameters: [
              ...parameters,
              { name: 'force', in: 'query', schema: { type: 'boolean' } },
            ],
            requestBody: body(type),
            responses: { 200: { description: 'OK' } },
            'x-kubernetes-action': 'patch',
            'x-kubernetes-group-version-kind': {
              group,
              version,
              kind: type.kind,
            },
          },
        },
      ]),
    ),
    components: { schemas: {} },
  };
}

/** Answers what is no resource; undefined when the path is nothing of ours. */
export function discover(path: string): unknown {
  const fixed: Record<string, () => unknown> = {
    '/version': () => ({
      major: '1',
      minor: '33',
      gitVersion: 'v1.33.0-sandbox',
      gitCommit: '',
      gitTreeState: 'clean',
      buildDate: '1970-01-01T00:00:00Z',
      goVersion: '',
      compiler: '',
      platform: `${process.platform}/${process.arch}`,
    }),
    '/api': () => ({
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [],
    }),
    '/apis': () => ({
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: [...groups()].map(([name, versions]) =>
        describeGroup(name, versions),
      ),
    }),
    '/openapi/v3': openApiIndex,
  };
  if (fixed[path]) {
    return fixed[path]();
  }
  const openApi = /^\/openapi\/v3\/(.+)$/.exec(path)?.[1];
  if (openApi) {
    return allVersions().includes(openApi)
      ? openApiVersion(openApi)
      : undefined;
  }
  const [, root, group, version, ...rest] = path.split('/');
  if (root === 'api' && group === 'v1' && !version) {
    return describeVersion('', 'v1');
  }
  if (root !== 'apis' || rest.length > 0) {
    return undefined;
  }
  const versions = groups().get(group);
  if (!versions) {
    return undefined;
  }
  return version
    ? describeVersion(group, version)
    : {
        kind: 'APIGroup',
        apiVersion: 'v1',
        ...describeGroup(group, versions),
      };
}
