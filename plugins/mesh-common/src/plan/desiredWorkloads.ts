import { ANNOTATION_ENTITIES, LABEL_ENTITY } from '../objects/annotations';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { type Labels, selectorOf } from './labelSelector';
import { listPortMoves, type PortMove, portsTextOf } from './portMoves';

/** A workload as the desired objects know it. */
export type Desired = {
  /** `namespace entity`. */
  id: string;
  namespace: string;
  labels: Labels;
  account: string;
  /** Labels and numbers of ports that live policies still say of it. */
  former: Labels[];
  moves: PortMove[];
};

const policyKinds = ['AuthorizationPolicy', 'NetworkPolicy'];

/** The workloads that policies protect, by `namespace entity`. */
export function listDesired(
  desired: readonly MeshObject[],
  live: ReadonlyMap<string, MeshObject>,
): Map<string, Desired> {
  const accounts = indexAccounts(desired);
  const workloads = new Map<string, Desired>();
  const ports = new Map<string, string>();
  for (const object of desired) {
    const id = workloadOf(object);
    const account = id === undefined ? undefined : accounts.get(id);
    const labels = selectorOf(object).matchLabels;
    if (id === undefined || account === undefined || !labels) continue;
    const { namespace = '' } = object.metadata;
    const known = workloads.get(id);
    const workload: Desired = known ?? {
      ...{ id, namespace, labels, account },
      ...{ former: [], moves: [] },
    };
    workloads.set(id, workload);
    if (!ports.get(id)) ports.set(id, portsTextOf(object));
    if (!isSameLabels(workload.labels, labels)) continue;
    const before = live.get(objectKey(object));
    const former = before && selectorOf(before).matchLabels;
    if (former && !isSameLabels(former, labels)) workload.former.push(former);
  }
  for (const [id, texts] of listFormerPorts(live, ports)) {
    const workload = workloads.get(id);
    workload?.moves.push(...listPortMoves(texts, ports.get(id) ?? ''));
  }
  return workloads;
}

/** Names of accounts by `namespace entity`. */
function indexAccounts(desired: readonly MeshObject[]): Map<string, string> {
  const accounts = new Map<string, string>();
  for (const { kind, metadata } of desired) {
    if (kind !== 'ServiceAccount') continue;
    const entities = metadata.annotations?.[ANNOTATION_ENTITIES] ?? '';
    for (const entity of entities.split(',')) {
      accounts.set(`${metadata.namespace} ${entity}`, metadata.name);
    }
  }
  return accounts;
}

/** What live policies of workloads say of ports, where that differs. */
function listFormerPorts(
  live: ReadonlyMap<string, MeshObject>,
  ports: ReadonlyMap<string, string>,
): Map<string, Set<string>> {
  const former = new Map<string, Set<string>>();
  for (const object of live.values()) {
    const id = workloadOf(object);
    const now = id === undefined ? undefined : ports.get(id);
    const text = portsTextOf(object);
    if (id === undefined || !now || !text || text === now) continue;
    former.set(id, (former.get(id) ?? new Set()).add(text));
  }
  return former;
}

/** `namespace entity` of a policy for the pods of one workload. */
export function workloadOf(object: MeshObject): string | undefined {
  return policyKinds.includes(object.kind) ? ownerOf(object) : undefined;
}

/** `namespace entity` of any object for one workload. */
export function ownerOf({ metadata }: MeshObject): string | undefined {
  const { namespace, annotations = {}, labels = {} } = metadata;
  return labels[LABEL_ENTITY] !== undefined
    ? `${namespace} ${annotations[ANNOTATION_ENTITIES]}`
    : undefined;
}

export function isSameLabels(a: Labels, b: Labels): boolean {
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every(key => a[key] === b[key])
  );
}
