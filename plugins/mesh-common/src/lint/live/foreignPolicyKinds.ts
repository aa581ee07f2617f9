import { readSelector, selects } from '../../evaluate/labelSelector';
import { toRecord } from '../../evaluate/readJson';
import type { MeshObject } from '../../objects';
import { findWorkloads } from '../rules/read/workloads';
import type { LintContext, ObjectRule, RuleFinding } from '../types';
import { isOurs, managedNamespaces } from '../rules/read/ours';

const namespaced = ['CiliumNetworkPolicy', 'EnvoyFilter', 'WasmPlugin'];
const clusterWide = [
  'CiliumClusterwideNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  'GlobalNetworkPolicy',
];

/** Policies that verdicts here know nothing of. */
export const foreignPolicyKinds: ObjectRule = {
  code: 'MW3007',
  severity: 'warning',
  summary: 'No policy of another kind is for our pods',
  aliases: ['SEG-FOREIGN-POLICY'],
  check: context => {
    if (managedNamespaces(context).size === 0) return [];
    return [
      ...namespaced.flatMap(kind =>
        context.ofKind(kind).filter(object => isForOurs(context, object)),
      ),
      ...clusterWide
        .flatMap(kind => context.ofKind(kind))
        .filter(object => mayBeForOurs(context, object)),
      ...context
        .ofKind('NetworkPolicy')
        .filter(
          object =>
            /calico/.test(object.apiVersion) && isForOurs(context, object),
        ),
    ].map(
      (object): RuleFinding => ({
        object,
        path: '',
        message: `A ${object.kind} can allow or deny what the policies of managed namespaces do not, and it is not taken into account: whether they are enforced is unknown. Remove it, or move what it says into declarations.`,
      }),
    );
  },
};

function isForOurs(context: LintContext, object: MeshObject): boolean {
  if (isOurs(context, object)) return false;
  const { namespace = '' } = object.metadata;
  const isRoot = namespace === context.options.rootNamespace;
  if (!isRoot && !managedNamespaces(context).has(namespace)) return false;
  const spec = toRecord(object.spec);
  const selector = readSelector(
    spec.endpointSelector ?? {
      matchLabels:
        toRecord(spec.workloadSelector).labels ??
        toRecord(spec.selector).matchLabels,
    },
  );
  const workloads = [...managedNamespaces(context)]
    .filter(name => isRoot || name === namespace)
    .flatMap(name => findWorkloads(context, name, undefined));
  return (
    workloads.length === 0 ||
    workloads.some(({ labels }) => selects(selector, labels))
  );
}

/** By the namespaces that its subject names, where it names any. */
function mayBeForOurs(context: LintContext, object: MeshObject): boolean {
  if (isOurs(context, object)) return false;
  const subject = toRecord(toRecord(object.spec).subject);
  const given = subject.namespaces ?? toRecord(subject.pods).namespaceSelector;
  if (given === undefined) return true;
  const selector = readSelector(given);
  return [...managedNamespaces(context)].some(name =>
    selects(selector, {
      ...context.find('Namespace', '', name)?.metadata.labels,
      'kubernetes.io/metadata.name': name,
    }),
  );
}
