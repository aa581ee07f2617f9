import { RESOURCE_TYPES } from './resources';
import type { ResourceType } from './types';

export function openApiIndex(versions: readonly string[]): unknown {
  return {
    paths: Object.fromEntries(
      versions.map(path => [
        path,
        { serverRelativeURL: `/openapi/v3/${path}?hash=1` },
      ]),
    ),
  };
}

/** The operations of every kind, so that clients see what a patch may ask. */
export function openApiVersion(path: string): unknown {
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
