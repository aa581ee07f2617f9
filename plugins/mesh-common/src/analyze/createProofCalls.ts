import { indexWorld } from '../evaluate/indexWorld';
import type { CallRequest, WorldOptions } from '../evaluate/types';
import type { MeshObject } from '../objects/types';
import type { Change } from '../plan/types';
import { createRequest } from './askPort';
import { buildMatrix } from './buildMatrix';
import { createProbes, type HttpProbe } from './createProbes';
import { createWorkloadViews } from './createWorkloadViews';
import type { ViewPort, WorkloadView } from './workloadView';

/** A call that a plan is tried on. */
export type ProofCall = {
  title: string;
  request: CallRequest;
  /** The same without its token. */
  bare?: ProofCall;
};

/** A port that nobody declares: closed, unless everything is open. */
const UNDECLARED: ViewPort = { port: 9, protocol: 'tcp' };

/**
 * Calls that tell whether changes matter: between the workloads of the
 * namespaces that are touched, those that have to do with them, and
 * strangers.
 */
export function createProofCalls(options: {
  before: readonly MeshObject[];
  after: readonly MeshObject[];
  changes: readonly Change[];
  world: WorldOptions;
}): ProofCall[] {
  const { before, after, changes, world } = options;
  const views = listViews(before, after);
  const touched = namespacesOf(changes, world);
  const isTouched = ({ namespace }: WorkloadView) =>
    touched === undefined || touched.has(namespace);
  const related = new Set(
    [before, after].flatMap(objects =>
      buildMatrix(indexWorld(objects, world), views).edges.flatMap(
        ({ from, to }) => [from, to],
      ),
    ),
  );
  const parties = views.filter(
    view => isTouched(view) || related.has(view.key),
  );
  const strangers = createStrangers(touched);
  const probes = createProbes([...before, ...after]);
  return parties.flatMap(to =>
    [...to.ports, UNDECLARED].flatMap(port =>
      [...parties, ...strangers]
        .filter(from => from !== to && (isTouched(from) || isTouched(to)))
        .flatMap(from => createCalls({ from, to, port }, probes)),
    ),
  );
}

/** Those that run, and those that either state's objects are about. */
function listViews(
  before: readonly MeshObject[],
  after: readonly MeshObject[],
): WorkloadView[] {
  const withoutPods = (objects: readonly MeshObject[]) =>
    objects.filter(({ kind }) => kind !== 'Pod');
  const views = new Map<string, WorkloadView>();
  for (const objects of [before, withoutPods(before), withoutPods(after)]) {
    for (const view of createWorkloadViews(objects)) {
      const { namespace, labels, serviceAccount, inMesh } = view;
      const id = JSON.stringify([
        namespace,
        Object.entries(labels).sort(),
        serviceAccount,
        inMesh,
      ]);
      const known = views.get(id);
      views.set(id, known ? addPorts(known, view) : { ...view, key: id });
    }
  }
  return [...views.values()];
}

function addPorts(view: WorkloadView, { ports }: WorkloadView): WorkloadView {
  const known = new Set(view.ports.map(({ port }) => port));
  return {
    ...view,
    ports: [...view.ports, ...ports.filter(({ port }) => !known.has(port))],
  };
}

/** Undefined when the changes matter everywhere. */
function namespacesOf(
  changes: readonly Change[],
  { rootNamespace }: WorldOptions,
): Set<string> | undefined {
  const namespaces = new Set<string>();
  for (const change of changes) {
    if (change.target !== 'object') continue;
    const object = change.type === 'delete' ? change.live : change.desired;
    namespaces.add(object.metadata.namespace ?? object.metadata.name);
  }
  return namespaces.has(rootNamespace) ? undefined : namespaces;
}

/** Callers that no policy speaks of, with a proxy and without. */
function createStrangers(touched: Set<string> | undefined): WorkloadView[] {
  return ['elsewhere', ...(touched ?? [])].flatMap(namespace =>
    [true, false].map(inMesh => ({
      key: `${namespace}/stranger`,
      name: inMesh ? 'a stranger' : 'a stranger without a proxy',
      namespace,
      labels: { app: 'meshwright-stranger' },
      serviceAccount: 'meshwright-stranger',
      inMesh,
      ports: [],
    })),
  );
}

function createCalls(
  pair: { from: WorkloadView; to: WorkloadView; port: ViewPort },
  probes: readonly HttpProbe[],
): ProofCall[] {
  const { from, to, port } = pair;
  const request = createRequest(from, to, port);
  const title = `${from.namespace}/${from.name} → ${to.namespace}/${to.name} on port ${port.port}`;
  if (port.protocol === 'tcp' || port.protocol === 'tls') {
    return [{ title, request }];
  }
  const bare = new Map<string, ProofCall>();
  return probes.map(http => {
    const { claims, ...rest } = http;
    const key = JSON.stringify(rest);
    const call: ProofCall = {
      title: `${title}, ${http.method} ${http.path}`,
      request: { ...request, http },
      ...(claims && { bare: bare.get(key) }),
    };
    if (!claims) bare.set(key, call);
    return call;
  });
}
