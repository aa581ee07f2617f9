import { once } from 'lodash';
import type { MeshModel, Workload } from '../model/types';
import { ANNOTATION_ENTITIES } from '../objects/annotations';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { NEXT_SUFFIX } from '../plan/copies';
import { push } from './push';

/** Objects of ours that nobody wants any more, by the entities they name. */
export class Leftovers {
  readonly #byEntity = new Map<string, MeshObject[]>();
  readonly #next = new Map<string, MeshObject>();
  readonly #homes: () => ReadonlyMap<string, readonly Workload[]>;

  constructor(options: { cluster: string; model: MeshModel }) {
    this.#homes = once(() => indexHomes(options));
  }

  add(object: MeshObject): void {
    const refs = object.metadata.annotations?.[ANNOTATION_ENTITIES] ?? '';
    refs.split(',').forEach(ref => push(this.#byEntity, ref, object));
    const key = objectKey(object);
    if (key.endsWith(NEXT_SUFFIX)) {
      this.#next.set(key.slice(0, -NEXT_SUFFIX.length), object);
    }
  }

  /**
   * Those in the namespace of a workload; the first workload of an entity has
   * those in namespaces where the entity has none, too.
   */
  at({ key, entityRef, namespace }: Workload): readonly MeshObject[] {
    const found = this.#byEntity.get(entityRef) ?? [];
    if (found.length === 0) {
      return found;
    }
    const homes = this.#homes().get(entityRef) ?? [];
    const places = new Set(homes.map(home => home.namespace));
    const isFirst = homes[0]?.key === key;
    return found.filter(({ metadata: { namespace: place = '' } }) =>
      places.has(place) ? place === namespace : isFirst,
    );
  }

  /** The one that stands for new pods beside the object of a key. */
  nextOf(key: string): MeshObject | undefined {
    return this.#next.get(key);
  }
}

function indexHomes(options: { cluster: string; model: MeshModel }) {
  const homes = new Map<string, Workload[]>();
  for (const workload of options.model.workloads) {
    if (workload.cluster === options.cluster) {
      push(homes, workload.entityRef, workload);
    }
  }
  return homes;
}
