import { readTarget } from '../../evaluate/policyTarget';
import { toRecord, toText } from '../../evaluate/readJson';
import type { MeshObject } from '../../objects';
import type { LintContext, ObjectRule } from '../types';

const controlPlanes = new Set(['istio-system', 'aks-istio-system']);
const kinds = [
  'PeerAuthentication',
  'AuthorizationPolicy',
  'RequestAuthentication',
  'Telemetry',
  'Sidecar',
  'DestinationRule',
];

/** What is put there for the whole mesh holds for that namespace alone. */
export const rootNamespace: ObjectRule = {
  code: 'MW2036',
  severity: 'warning',
  summary: 'What is meant for the mesh stands in its root namespace',
  aliases: ['SEG-ROOT-NS'],
  check: context =>
    kinds
      .flatMap(kind => context.ofKind(kind))
      .filter(object => isMisplaced(context, object))
      .map(object => ({
        object,
        path: 'metadata/namespace',
        message: `Namespace '${object.metadata.namespace}' is not the root namespace of this mesh: the object holds there alone, not for the mesh. Put it into '${context.options.rootNamespace}'.`,
      })),
};

function isMisplaced({ options }: LintContext, object: MeshObject): boolean {
  const { namespace = '' } = object.metadata;
  if (namespace === options.rootNamespace || !controlPlanes.has(namespace)) {
    return false;
  }
  if (object.kind === 'DestinationRule') {
    return /^\*/.test(toText(toRecord(object.spec).host) ?? '');
  }
  const { matchLabels, targetRefs } = readTarget(object);
  return (
    !matchLabels &&
    targetRefs.length === 0 &&
    toRecord(object.spec).workloadSelector === undefined
  );
}
