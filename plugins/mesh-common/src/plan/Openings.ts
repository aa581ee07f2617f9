import type { MeshObject } from '../objects/types';
import { type Direction, DIRECTIONS, readAccessForm } from './accessForm';
import {
  isSelected,
  type Labels,
  type LabelSelector,
  selectorOf,
} from './labelSelector';

/**
 * Tells which pods are left open by all policies of their namespace, so that
 * whoever calls is admitted.
 */
export class Openings {
  readonly #objects: Iterable<MeshObject>;
  #selectors?: Map<string, LabelSelector[]>;

  constructor(objects: Iterable<MeshObject>) {
    this.#objects = objects;
  }

  isOpen(pods: {
    namespace: string;
    labels: Labels;
    direction: Direction;
  }): boolean {
    const { namespace, labels, direction } = pods;
    this.#selectors ??= indexSelectors(this.#objects);
    return ['', ...pairsOf(labels)]
      .flatMap(
        pair => this.#selectors?.get(`${direction} ${namespace} ${pair}`) ?? [],
      )
      .every(selector => !isSelected(selector, labels));
  }
}

function indexSelectors(
  objects: Iterable<MeshObject>,
): Map<string, LabelSelector[]> {
  const selectors = new Map<string, LabelSelector[]>();
  for (const object of objects) {
    const form = readAccessForm(object);
    if (!form) continue;
    const selector = selectorOf(object);
    const [pair = ''] = pairsOf(selector.matchLabels ?? {});
    for (const direction of DIRECTIONS) {
      if (!form[direction]) continue;
      const key = `${direction} ${object.metadata.namespace ?? ''} ${pair}`;
      const known = selectors.get(key);
      if (known) known.push(selector);
      else selectors.set(key, [selector]);
    }
  }
  return selectors;
}

function pairsOf(labels: Labels): string[] {
  // What is no text in an object that nobody checked selects no pod.
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : ''}`)
    .sort();
}
