import type { MeshObject } from '../objects/types';
import {
  type AccessForm,
  areSameRules,
  type Direction,
  isAdmitAll,
  readAccessForm,
} from './accessForm';
import {
  isSelected,
  type Labels,
  type LabelSelector,
  selectorOf,
} from './labelSelector';
import type { ObjectChange } from './listChanges';

/** An allowing policy before and after a plan. */
type Entry = {
  key: string;
  selector: LabelSelector;
  before?: AccessForm;
  after?: AccessForm;
};

/** What the policies around one policy do to one kind of pod. */
export type PointView = {
  isolatedBefore: boolean;
  /** It is isolated, and not everything is admitted to it. */
  closedBefore: boolean;
  isolatedAfter: boolean;
  /** Another policy that admits something is on the move as well. */
  othersChange: boolean;
};

/**
 * The allowing policies of one namespace before and after a plan, and the
 * pods there, for the question what a policy shares its pods with.
 */
export class PolicyScene {
  readonly #entries = new Map<string, Entry[]>();
  readonly #points = new Map<string, Labels[]>();

  /** @param pods - Labels of the pods of the namespace */
  constructor(pods: readonly Labels[]) {
    pods.forEach(labels => this.#addPoint(labels));
  }

  /** Adds a live policy; with `change` one that the plan touches. */
  add(key: string, live?: MeshObject, change?: ObjectChange): void {
    const desired =
      change?.type === 'delete' ? undefined : change?.desired ?? live;
    const before = live && readAccessForm(live);
    if (before) {
      this.#addEntry({ key, selector: selectorOf(live), before });
    }
    // What stays is the same value, and need not be compared.
    const after =
      desired === live ? before : desired && readAccessForm(desired);
    if (desired && after) {
      this.#addEntry({ key, selector: selectorOf(desired), after });
    }
  }

  /** How things stand at every kind of pod that a policy selects. */
  view(options: {
    key: string;
    selector: LabelSelector;
    direction: Direction;
  }): PointView[] {
    return this.#select(options.selector).map(labels =>
      this.#viewPoint({ ...options, labels }),
    );
  }

  #viewPoint(options: {
    key: string;
    direction: Direction;
    labels: Labels;
  }): PointView {
    const { key, direction, labels } = options;
    const before = new Map<string, AccessForm>();
    const after = new Map<string, AccessForm>();
    for (const entry of this.#entriesAt(labels)) {
      if (entry.before?.[direction]) {
        before.set(entry.key, entry.before);
      }
      if (entry.after?.[direction]) {
        after.set(entry.key, entry.after);
      }
    }
    const others = new Set([...before.keys(), ...after.keys()]);
    others.delete(key);
    return {
      isolatedBefore: before.size > 0,
      closedBefore:
        before.size > 0 &&
        ![...before.values()].some(form => form[direction]?.some(isAdmitAll)),
      isolatedAfter: after.size > 0,
      othersChange: [...others].some(other => {
        const from = before.get(other)?.[direction];
        const to = after.get(other)?.[direction];
        return (from?.length || to?.length || 0) > 0 && !areSameRules(from, to);
      }),
    };
  }

  #addEntry(entry: Entry): void {
    const labels = entry.selector.matchLabels ?? {};
    const bucket = pairsOf(labels)[0] ?? '';
    const entries = this.#entries.get(bucket) ?? [];
    entries.push(entry);
    this.#entries.set(bucket, entries);
    this.#addPoint(labels);
  }

  #addPoint(labels: Labels): void {
    for (const pair of ['', ...pairsOf(labels)]) {
      const points = this.#points.get(pair);
      if (points) {
        points.push(labels);
      } else {
        this.#points.set(pair, [labels]);
      }
    }
  }

  #entriesAt(labels: Labels): Entry[] {
    return ['', ...pairsOf(labels)]
      .flatMap(pair => this.#entries.get(pair) ?? [])
      .filter(entry => isSelected(entry.selector, labels));
  }

  #select(selector: LabelSelector): Labels[] {
    const pair = pairsOf(selector.matchLabels ?? {})[0] ?? '';
    return (this.#points.get(pair) ?? []).filter(labels =>
      isSelected(selector, labels),
    );
  }
}

function pairsOf(labels: Labels): string[] {
  // What is no text in an object that nobody checked selects no pod.
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : ''}`)
    .sort();
}
