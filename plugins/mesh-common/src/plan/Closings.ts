import type { JsonObject, JsonValue } from '@backstage/types';
import type { MeshObject } from '../objects/types';
import {
  type AccessForm,
  ADMIT_ALL,
  type Direction,
  readAccessForm,
} from './accessForm';
import { toObjects } from './carry';
import { objectOf } from './createScenes';
import { enforcedChange } from './dryRun';
import { selectorOf } from './labelSelector';
import type { ObjectChange } from './listChanges';
import type { PolicyScene } from './PolicyScene';
import { pickRules, splitRules } from './splitRules';

type Scenes = ReadonlyMap<string, ReadonlyMap<string, PolicyScene>>;

/** A namespace selector that names one namespace. */
const NAME = 'kubernetes.io/metadata.name';

/**
 * Knows in which namespaces calls are judged only from this plan on. Where the
 * network alone refuses something there now, it must not let it through before
 * calls are judged, because these may be judged more narrowly.
 */
export class Closings {
  readonly #namespaces: ReadonlySet<string>;
  readonly #scenes: Scenes;

  constructor(changes: readonly ObjectChange[], scenes: Scenes) {
    this.#scenes = scenes;
    this.#namespaces = new Set(
      changes
        .filter(change => this.#closesCalls(change))
        .map(change => objectOf(change).metadata.namespace ?? ''),
    );
  }

  /** True for what lets connections through to pods that close their calls. */
  mustFollow(change: ObjectChange): boolean {
    const object = objectOf(change);
    if (
      this.#namespaces.size === 0 ||
      change.type === 'delete' ||
      object.kind !== 'NetworkPolicy'
    ) {
      return false;
    }
    const before = change.type === 'update' && readAccessForm(change.live);
    const after = readAccessForm(object) ?? {};
    return (['ingress', 'egress'] as const).some(
      direction =>
        this.#isClosed(change, direction) &&
        listAdded(before || {}, after, direction).some(rule =>
          this.#isMeant(rule, { direction, object }),
        ),
    );
  }

  #closesCalls(change: ObjectChange): boolean {
    return (
      objectOf(change).kind === 'AuthorizationPolicy' &&
      enforcedChange(change) === 'create' &&
      this.#view(change, 'calls').some(
        view => !view.isolatedBefore && view.isolatedAfter,
      )
    );
  }

  #isClosed(change: ObjectChange, direction: Direction): boolean {
    const views = this.#view(change, direction);
    return views.length > 0 && views.every(view => view.closedBefore);
  }

  #view(change: ObjectChange, direction: Direction) {
    const { kind, metadata } = objectOf(change);
    const scene = this.#scenes.get(metadata.namespace ?? '')?.get(kind);
    const selector = selectorOf(objectOf(change));
    return scene?.view({ key: change.key, selector, direction }) ?? [];
  }

  #isMeant(
    rule: JsonObject,
    { direction, object }: { direction: Direction; object: MeshObject },
  ): boolean {
    const own = object.metadata.namespace ?? '';
    if (direction === 'ingress') return this.#namespaces.has(own);
    const peers = toObjects(rule.to);
    return peers.length === 0
      ? true
      : peers.some(peer => {
          if (peer.ipBlock !== undefined) return false;
          const name = namespaceOf(peer.namespaceSelector, own);
          return name === undefined || this.#namespaces.has(name);
        });
  }
}

/** Rules of which the form before has none. */
function listAdded(
  before: AccessForm,
  after: AccessForm,
  direction: Direction,
): JsonObject[] {
  const was = before[direction] ?? [];
  const is = after[direction] ?? [ADMIT_ALL];
  return pickRules(splitRules(is), splitRules(was), 'missing');
}

/** The one that is selected; undefined where it may be any. */
function namespaceOf(
  selector: JsonValue | undefined,
  own: string,
): string | undefined {
  if (selector === undefined) return own;
  const { matchLabels } = (selector ?? {}) as {
    matchLabels?: Record<string, string>;
  };
  return matchLabels?.[NAME];
}
