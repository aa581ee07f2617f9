import type { MeshObject } from '../objects/types';
import {
  type Direction,
  DIRECTIONS,
  isAdmitAll,
  readAccessForm,
} from './accessForm';
import {
  isSelected,
  type Labels,
  type LabelSelector,
  selectorOf,
} from './labelSelector';

type Pods = { namespace: string; labels: Labels; direction: Direction };

/** A policy that isolates pods; it may admit everything to them. */
type Isolation = { selector: LabelSelector; admitsAll: boolean };

/**
 * Tells which pods are left open by the policies of their namespace, so that
 * whoever calls is admitted.
 */
export class Openings {
  readonly #objects: Iterable<MeshObject>;
  #isolations?: Map<string, Isolation[]>;

  constructor(objects: Iterable<MeshObject>) {
    this.#objects = objects;
  }

  /** No policy isolates them, or one that does admits everything. */
  isOpen(pods: Pods): boolean {
    const all = this.#select(pods);
    return all.length === 0 || all.some(({ admitsAll }) => admitsAll);
  }

  isIsolated(pods: Pods): boolean {
    return this.#select(pods).length > 0;
  }

  #select({ namespace, labels, direction }: Pods): Isolation[] {
    this.#isolations ??= indexIsolations(this.#objects);
    return ['', ...pairsOf(labels)]
      .flatMap(
        pair =>
          this.#isolations?.get(`${direction} ${namespace} ${pair}`) ?? [],
      )
      .filter(({ selector }) => isSelected(selector, labels));
  }
}

function indexIsolations(
  objects: Iterable<MeshObject>,
): Map<string, Isolation[]> {
  const isolations = new Map<string, Isolation[]>();
  for (const object of objects) {
    const form = readAccessForm(object);
    if (!form) continue;
    const selector = selectorOf(object);
    const [pair = ''] = pairsOf(selector.matchLabels ?? {});
    for (const direction of DIRECTIONS) {
      if (!form[direction]) continue;
      const key = `${direction} ${object.metadata.namespace ?? ''} ${pair}`;
      const admitsAll = form[direction]?.some(isAdmitAll) ?? false;
      const known = isolations.get(key);
      if (known) known.push({ selector, admitsAll });
      else isolations.set(key, [{ selector, admitsAll }]);
    }
  }
  return isolations;
}

function pairsOf(labels: Labels): string[] {
  // What is no text in an object that nobody checked selects no pod.
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : ''}`)
    .sort();
}
