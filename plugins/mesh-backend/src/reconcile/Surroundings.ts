import {
  ANNOTATION_EDGES,
  ANNOTATION_ENTITIES,
  type MeshObject,
} from '@meshwright/plugin-mesh-common';

/** From so many workloads on, their namespaces as a whole are looked at. */
const MOST_WORKLOADS = 32;

/**
 * The namespaces that have to do with some objects: their own, and those at
 * the other end of edges. An object for the edges of one workload is about the
 * edges of this workload, whichever object lists them; any other is about all
 * edges of its namespace.
 */
export class Surroundings {
  readonly #near = new Set<string>();
  /** All edges of these namespaces count. */
  readonly #whole = new Set<string>();
  /** All edges of these workloads count: `reference@cluster/namespace`. */
  readonly #workloads: readonly string[];

  constructor(changed: readonly MeshObject[]) {
    const workloads = new Set<string>();
    for (const object of changed) {
      const places = placesOf(object);
      const found = workloadsOf(object);
      found.forEach(workload => workloads.add(workload));
      (found.length > 0 ? [] : places).forEach(name => this.#whole.add(name));
      places.forEach(name => this.#near.add(name));
    }
    const isFew = workloads.size <= MOST_WORKLOADS;
    this.#workloads = isFew ? [...workloads] : [];
    if (!isFew) {
      this.#near.forEach(name => this.#whole.add(name));
    }
  }

  has(namespace: string): boolean {
    return this.#near.has(namespace);
  }

  /** Adds the ends of edges that the object tells of. */
  look(object: MeshObject): void {
    const edges = edgesOf(object);
    if (edges === '') return;
    const { namespace } = object.metadata;
    if (this.#isAroundWhole(object, edges)) {
      this.#add(namespace, partnersOf(object, edges));
    } else if (this.#workloads.some(workload => edges.includes(workload))) {
      const about = edges
        .split('\n')
        .filter(line => this.#workloads.some(item => line.includes(item)));
      this.#add(namespace, about.flatMap(placesOfEdge));
    }
  }

  #isAroundWhole(object: MeshObject, edges: string): boolean {
    if (this.#whole.size === 0) return false;
    return (
      this.#whole.has(object.metadata.namespace ?? '') ||
      partnersOf(object, edges).some(name => this.#whole.has(name))
    );
  }

  #add(namespace: string | undefined, partners: readonly string[]): void {
    if (namespace !== undefined) this.#near.add(namespace);
    partners.forEach(name => this.#near.add(name));
  }
}

/** The namespace that an object is in, or is. */
function placesOf({ kind, metadata }: MeshObject): string[] {
  const { name, namespace } = metadata;
  if (namespace !== undefined) return [namespace];
  return kind === 'Namespace' ? [name] : [];
}

/** Those that the object is for, where its edges tell of each of them. */
function workloadsOf(object: MeshObject): string[] {
  const { namespace, annotations = {} } = object.metadata;
  const edges = edgesOf(object);
  const entities = annotations[ANNOTATION_ENTITIES];
  if (namespace === undefined || edges === '' || !entities) return [];
  const ends = new Set(edges.split('\n').flatMap(endsOfEdge));
  const known = entities
    .split(',')
    .map(entity =>
      [...ends].find(
        end => end.startsWith(`${entity}@`) && placeOf(end) === namespace,
      ),
    );
  return known.every(end => end !== undefined) ? known : [];
}

function edgesOf({ metadata }: MeshObject): string {
  return metadata.annotations?.[ANNOTATION_EDGES] ?? '';
}

const known = new WeakMap<MeshObject, readonly string[]>();

/** Namespaces at both ends of all edges of an object. */
function partnersOf(object: MeshObject, edges: string): readonly string[] {
  const before = known.get(object);
  if (before) return before;
  const partners = new Set(edges.split('\n').flatMap(placesOfEdge));
  const list = [...partners];
  known.set(object, list);
  return list;
}

function placesOfEdge(edge: string): string[] {
  return endsOfEdge(edge).map(placeOf);
}

/** Keys of the consumer and of the provider. */
function endsOfEdge(edge: string): string[] {
  return edge.split('#')[0].split('>');
}

function placeOf(workload: string): string {
  return workload.slice(workload.lastIndexOf('/') + 1);
}
