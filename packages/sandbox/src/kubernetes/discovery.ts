import { openApiIndex, openApiVersion } from './openApi';
import { groupVersion } from './resources';
import { groups, resourcesOf } from './served';

function describeGroup(name: string, versions: string[]) {
  const listed = versions.map(version => ({
    groupVersion: groupVersion(name, version),
    version,
  }));
  return { name, versions: listed, preferredVersion: listed[0] };
}

function describeVersion(group: string, version: string): unknown {
  const resources = resourcesOf(group, version);
  return resources.length === 0
    ? undefined
    : {
        kind: 'APIResourceList',
        apiVersion: 'v1',
        groupVersion: groupVersion(group, version),
        resources,
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
    '/openapi/v3': () => openApiIndex(allVersions()),
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
