import type { ClusterConfig } from '@meshwright/plugin-mesh-common';
import { choose, type Options, type Values } from './parseOptions';
import { UsageError } from '../terminal';

/** Which files are read. */
export const readOptions = {
  exclude: {
    type: 'string',
    multiple: true,
    value: 'PATTERN',
    help: 'leave out paths of folders that match, for example charts/**',
  },
  namespace: {
    type: 'string',
    value: 'NAME',
    help: 'namespace of manifests that name none (default: default)',
  },
} satisfies Options;

/** What else entities are judged with. */
export const inputOptions = {
  ...readOptions,
  input: {
    type: 'string',
    value: 'FILE',
    help: 'MeshInput as GET /api/mesh/v1/input exports it; entities of the given files take the place of those in it',
  },
  clusters: {
    type: 'string',
    value: 'FILE',
    help: 'list of clusters as in mesh.clusters; what is missing is as on AKS',
  },
  location: {
    type: 'string',
    value: 'PREFIX',
    help: 'where the files will come from, for example url:https://git.example.com/shop/blob/main/',
  },
  instant: {
    type: 'string',
    value: 'ISO',
    help: 'judge windows and ends as of then (default: now)',
  },
  instance: {
    type: 'string',
    value: 'NAME',
    help: 'name of the installation (default: that of --input, or meshwright)',
  },
} satisfies Options;

/** What objects are judged with; the defaults are those of the AKS add-on. */
export const meshOptions = {
  'root-namespace': {
    type: 'string',
    value: 'NAME',
    help: 'namespace of policies for the whole mesh (default: aks-istio-system)',
  },
  'trust-domain': {
    type: 'string',
    value: 'NAME',
    help: 'first part of identities (default: cluster.local)',
  },
  istio: {
    type: 'string',
    value: 'VERSION',
    help: 'version of the control plane (default: 1.29)',
  },
  'no-auto-mtls': {
    type: 'boolean',
    help: 'the mesh has enableAutoMtls: false',
  },
  'no-policy-engine': {
    type: 'boolean',
    help: 'the cluster ignores NetworkPolicies',
  },
} satisfies Options;

/**
 * The mesh that options describe; where they do not, as the cluster is, and
 * as on AKS.
 */
export function readMesh(
  values: Values<typeof meshOptions>,
  cluster?: Pick<ClusterConfig, 'rootNamespace' | 'trustDomain' | 'istio'>,
) {
  const istio = values.istio ?? cluster?.istio ?? '1.29';
  if (!/^\d+\.\d+(\.\d+)?$/.test(istio)) {
    throw new UsageError(`--istio is '${istio}'; it is a version such as 1.29`);
  }
  return {
    rootNamespace:
      values['root-namespace'] ?? cluster?.rootNamespace ?? 'aks-istio-system',
    trustDomain:
      values['trust-domain'] ?? cluster?.trustDomain ?? 'cluster.local',
    istio,
    autoMtls: !values['no-auto-mtls'],
    policyEngine: !values['no-policy-engine'],
  };
}

/** The option `--format` of a command that knows these. */
export function formatOption(known: readonly string[]) {
  return {
    type: 'string',
    value: known.join('|'),
    help: `how to print the result (default: ${known[0]})`,
  } as const;
}

export { choose };
