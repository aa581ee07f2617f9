// What the app-config of a cluster that is somebody's says.
import { join } from 'node:path';
import { root } from '../toolchain.mjs';

/** Those that need no Git host. */
const TEMPLATES = [
  'new-mesh-cluster',
  'verify-mesh-cluster',
  'adopt-mesh-cluster',
  'retire-mesh-cluster',
  'take-over-mesh-cluster',
  'uninstall-mesh',
];

/** Every text as it is: the configuration would put values for `${...}`. */
function literal(value) {
  if (typeof value === 'string') {
    return value.replaceAll('${', '$${');
  }
  if (Array.isArray(value)) {
    return value.map(literal);
  }
  return value && typeof value === 'object'
    ? Object.fromEntries(
        Object.entries(value).map(([key, each]) => [key, literal(each)]),
      )
    : value;
}

function buildCluster({ own, context, preflight }) {
  const { cluster, istio } = preflight;
  return {
    name: cluster,
    environment: 'trial',
    type: 'kubeconfig',
    kubeconfig: own.kubeconfig,
    context,
    rootNamespace: istio.namespace,
    revision: istio.revision,
    istio: istio.version,
    ...(own.prometheus && { prometheus: { url: own.prometheus } }),
  };
}

function buildLocations(own) {
  return [
    {
      type: 'file',
      target: join(root, 'scripts/start/people.yaml'),
      rules: [{ allow: ['User', 'Group'] }],
    },
    ...TEMPLATES.map(name => ({
      type: 'file',
      target: join(root, 'templates', name, 'template.yaml'),
      rules: [{ allow: ['Template'] }],
    })),
    ...own.catalog,
  ];
}

/** On top of `app-config.cluster.yaml`. */
export function buildOwnConfig(options) {
  const { own } = options;
  return literal({
    catalog: { locations: buildLocations(own) },
    mesh: { instance: own.instance, clusters: [buildCluster(options)] },
  });
}
