import type { Edge, ExternalService, Workload } from '../model/types';
import { objectKey, recordKey } from '../objects/objectKey';
import type { CompiledObject } from '../objects/compiled';
import type { MeshObject } from '../objects/types';
import type { ClusterView } from './ClusterView';
import type { KnownCluster } from './KnownCluster';
import type { EdgeStatus } from './shown';

/**
 * Everything that the status of an edge is derived from. Whoever reads
 * something else while deriving it adds it here; nothing else keeps a status
 * from staying as it was.
 */
export function listEdgeInputs(
  options: {
    edge: Edge;
    consumer: Workload;
    provider?: Workload;
    external?: ExternalService;
    isPartnerOf: boolean;
  },
  cluster: KnownCluster,
): unknown[] {
  const { edge, consumer, provider, external, isPartnerOf } = options;
  const { view, all } = cluster;
  const isGranted = edge.consent.state === 'granted';
  return [
    ...all,
    ...[edge, consumer, provider, external, isPartnerOf],
    ...listNamespaceInputs(consumer.namespace, cluster),
    ...(provider ? listNamespaceInputs(provider.namespace, cluster) : []),
    ...listObjectInputs(view.objectsOfEdge(edge.key), view),
    ...(provider && !isGranted
      ? [
          ...listObjectInputs(view.objectsOf(provider.key), view),
          ...listLeftoverInputs(view.leftoversAt(provider), view),
        ]
      : []),
    textOf(view.trafficFrom(consumer)),
  ];
}

/** Everything that the status of a workload is derived from; see above. */
export function listWorkloadInputs(
  options: {
    workload: Workload;
    /** Of the entity, as text. */
    diagnostics: string;
    inbound: readonly EdgeStatus[];
    outbound: readonly EdgeStatus[];
    /** Of the model; tells of it when there was no pass. */
    instant: string;
  },
  cluster: KnownCluster,
): unknown[] {
  const { workload, diagnostics, inbound, outbound, instant } = options;
  const { view, all } = cluster;
  const records = view.recordsOf(workload.key);
  const leftovers = view.leftoversAt(workload);
  return [
    ...all,
    workload,
    diagnostics,
    view.pass ? undefined : instant,
    ...listNamespaceInputs(workload.namespace, cluster),
    ...[inbound.length, ...inbound],
    ...[outbound.length, ...outbound],
    ...listObjectInputs(view.objectsOf(workload.key), view),
    records.length,
    ...records.flatMap(({ record }) => {
      const key = recordKey(record);
      const live = view.records?.get(key);
      return [textOf(record), textOf(live), describeKey(key, view)];
    }),
    records.length > 0 && !view.records
      ? textOf([view.pass?.lastReadAt, view.pass?.finishedAt])
      : undefined,
    ...listLeftoverInputs(leftovers, view),
    textOf(view.trafficTo(workload.namespace)),
  ];
}

function listNamespaceInputs(
  name: string,
  { view, version }: KnownCluster,
): unknown[] {
  const text = view.once(`namespace ${name} as text`, () =>
    textOf(view.namespace(name)),
  );
  return [version.ofNamespace(name), text];
}

/** What is asked for each edge of an object is found out once per pass. */
const inputsOfObjects = new WeakMap<
  ClusterView,
  Map<CompiledObject, readonly unknown[]>
>();

function listObjectInputs(
  objects: readonly CompiledObject[],
  view: ClusterView,
): unknown[] {
  const known = inputsOfObjects.get(view) ?? new Map();
  inputsOfObjects.set(view, known);
  const inputs: unknown[] = [objects.length];
  for (const compiled of objects) {
    let found: readonly unknown[] | undefined = known.get(compiled);
    if (!found) {
      const key = objectKey(compiled.object);
      found = [
        compiled.object,
        view.live?.get(key),
        describeKey(key, view),
        view.nextOf(key),
      ];
      known.set(compiled, found);
    }
    inputs.push(...found);
  }
  return inputs;
}

function listLeftoverInputs(
  leftovers: readonly MeshObject[],
  view: ClusterView,
): unknown[] {
  return leftovers.flatMap(live => [live, describeKey(objectKey(live), view)]);
}

/** What the pass says of one object or record; undefined: nothing. */
function describeKey(key: string, view: ClusterView): string | undefined {
  const result = view.resultOf(key);
  const conflict = view.conflicts.get(key);
  const isDrifted = view.drifted.has(key);
  const isSettling = view.isSettling(key);
  const warnings = view.warningsOf(key);
  if (
    !result &&
    conflict === undefined &&
    !isDrifted &&
    !isSettling &&
    warnings.length === 0
  ) {
    return undefined;
  }
  const { change: _, ...words } = result ?? {};
  return textOf([words, conflict, isDrifted, isSettling, warnings]);
}

function textOf(value: unknown): string | undefined {
  const isEmpty = Array.isArray(value) && value.length === 0;
  return value === undefined || isEmpty ? undefined : JSON.stringify(value);
}
