import type { SeedObject } from '../startKubernetesApi';

const apiVersion = 'rbac.authorization.k8s.io/v1';
const labels = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

function role(name: string, rules: object[]): SeedObject {
  return { apiVersion, kind: 'ClusterRole', metadata: { name, labels }, rules };
}

function binding(name: string, groups: string[]): SeedObject {
  return {
    apiVersion,
    kind: 'ClusterRoleBinding',
    metadata: { name, labels },
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name,
    },
    subjects: groups.map(group => ({
      kind: 'Group',
      apiGroup: 'rbac.authorization.k8s.io',
      name: group,
    })),
  };
}

const health = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
const discovery = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/openapi',
  '/openapi/*',
];
const ALL = ['*'];

/** The roles that a server has from the start, as far as clients need them. */
export const BOOTSTRAP: readonly SeedObject[] = [
  role('cluster-admin', [
    { verbs: ALL, apiGroups: ALL, resources: ALL },
    { verbs: ALL, nonResourceURLs: ALL },
  ]),
  role('system:discovery', [
    { verbs: ['get'], nonResourceURLs: [...discovery, ...health] },
  ]),
  role('system:basic-user', [
    {
      verbs: ['create'],
      apiGroups: ['authorization.k8s.io'],
      resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    },
    {
      verbs: ['create'],
      apiGroups: ['authentication.k8s.io'],
      resources: ['selfsubjectreviews'],
    },
  ]),
  role('system:public-info-viewer', [
    { verbs: ['get'], nonResourceURLs: health },
  ]),
  binding('cluster-admin', ['system:masters']),
  binding('system:discovery', ['system:authenticated']),
  binding('system:basic-user', ['system:authenticated']),
  binding('system:public-info-viewer', [
    'system:authenticated',
    'system:unauthenticated',
  ]),
];
