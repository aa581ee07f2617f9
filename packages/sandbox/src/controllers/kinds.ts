import type { Kind } from '../client';

export const kinds = {
  namespaces: { base: '/api/v1', plural: 'namespaces' },
  nodes: { base: '/api/v1', plural: 'nodes' },
  pods: { base: '/api/v1', plural: 'pods' },
  services: { base: '/api/v1', plural: 'services' },
  serviceAccounts: { base: '/api/v1', plural: 'serviceaccounts' },
  configMaps: { base: '/api/v1', plural: 'configmaps' },
  deployments: { base: '/apis/apps/v1', plural: 'deployments' },
  statefulSets: { base: '/apis/apps/v1', plural: 'statefulsets' },
  daemonSets: { base: '/apis/apps/v1', plural: 'daemonsets' },
  jobs: { base: '/apis/batch/v1', plural: 'jobs' },
  networkPolicies: {
    base: '/apis/networking.k8s.io/v1',
    plural: 'networkpolicies',
  },
  peerAuthentications: {
    base: '/apis/security.istio.io/v1',
    plural: 'peerauthentications',
  },
  authorizationPolicies: {
    base: '/apis/security.istio.io/v1',
    plural: 'authorizationpolicies',
  },
  requestAuthentications: {
    base: '/apis/security.istio.io/v1',
    plural: 'requestauthentications',
  },
  destinationRules: {
    base: '/apis/networking.istio.io/v1',
    plural: 'destinationrules',
  },
} satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
