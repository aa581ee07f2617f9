import { toLabels, toRecord, toRecords, toTexts } from '../evaluate/readJson';
import { ANNOTATION_ENTITIES } from '../objects/annotations';
import type { MeshObject } from '../objects/types';
import type { PodForm } from './readPods';

/**
 * The pods that objects of the compiler are about: a policy of one entity
 * tells the labels, the ServiceAccount of the entity the identity, and ALLOW
 * policies that it has a proxy, and its ports.
 */
export function readCompiledPods(objects: readonly MeshObject[]): PodForm[] {
  const accounts = indexAccounts(objects);
  const pods = new Map<string, PodForm>();
  for (const object of objects) {
    const { namespace = '', annotations } = object.metadata;
    const entity = annotations?.[ANNOTATION_ENTITIES];
    const labels = selectorOf(object);
    if (!entity || !labels) continue;
    const key = JSON.stringify([
      namespace,
      entity,
      Object.entries(labels).sort(),
    ]);
    const pod = pods.get(key) ?? {
      namespace,
      name: entity.slice(entity.lastIndexOf('/') + 1),
      labels,
      annotations: {},
      serviceAccount: accounts.get(`${namespace}/${entity}`) ?? 'default',
      hostNetwork: false,
      containers: [],
      namedPorts: [],
      ports: [],
      runs: true,
    };
    pods.set(key, pod);
    if (object.kind === 'AuthorizationPolicy') addRules(pod, object);
  }
  return [...pods.values()];
}

function indexAccounts(objects: readonly MeshObject[]): Map<string, string> {
  return new Map(
    objects
      .filter(({ kind }) => kind === 'ServiceAccount')
      .flatMap(({ metadata: { name, namespace, annotations } }) =>
        (annotations?.[ANNOTATION_ENTITIES] ?? '')
          .split(',')
          .map(entity => [`${namespace}/${entity}`, name] as const),
      ),
  );
}

/** Labels of the pods of one workload; undefined for other objects. */
function selectorOf({
  kind,
  spec,
}: MeshObject): Record<string, string> | undefined {
  const { selector, podSelector } = toRecord(spec);
  const used = kind === 'NetworkPolicy' ? podSelector : selector;
  const isPolicy = kind === 'NetworkPolicy' || kind === 'AuthorizationPolicy';
  const labels = toLabels(toRecord(used).matchLabels);
  return isPolicy && Object.keys(labels).length > 0 ? labels : undefined;
}

function addRules(pod: PodForm, { spec }: MeshObject): void {
  const { action = 'ALLOW', rules } = toRecord(spec);
  if (action !== 'ALLOW') return;
  if (!pod.containers.includes('istio-proxy')) {
    pod.containers.push('istio-proxy');
  }
  const ports = toRecords(rules)
    .flatMap(rule => toRecords(rule.to))
    .flatMap(({ operation }) => toTexts(toRecord(operation).ports))
    .map(Number);
  for (const port of ports) if (!pod.ports.includes(port)) pod.ports.push(port);
}
