import { isDryRun } from '../objects/isDryRun';
import { objectKey } from '../objects/objectKey';
import { isOwned } from '../objects/ownership';
import type { MeshObject } from '../objects/types';
import { type Labels, selectorOf } from './labelSelector';
import { Openings } from './Openings';
import { readBaselines } from './phaseOfPeer';

/** What will be judged in a namespace, whoever lives there. */
export type Layers = {
  /** Undefined where no policies are written. */
  calls?: 'enforced' | 'tried';
  network: boolean;
  strict: boolean;
};

/**
 * Knows what namespaces are like in the end, apart from what workloads leave
 * behind there.
 */
export class RemainingLayers {
  readonly #written = new Set<string>();
  readonly #baselines: ReadonlyMap<string, string>;
  readonly #openings: Openings;

  constructor(options: {
    desired: readonly MeshObject[];
    live: ReadonlyMap<string, MeshObject>;
    instance: string;
    retain?: readonly string[];
    /** Which namespaces are asked about. */
    namespaces: ReadonlySet<string>;
  }) {
    const { live, instance, retain = [], namespaces } = options;
    const isMeant = ({ metadata: { namespace = '' } }: MeshObject) =>
      namespaces.has(namespace);
    const desired = options.desired.filter(isMeant);
    const wanted = new Set(desired.map(objectKey));
    const kept = new Set(retain);
    const stays = [...live].flatMap(([key, object]) =>
      isMeant(object) &&
      !wanted.has(key) &&
      (kept.has(key) || !isOwned(object, instance))
        ? [object]
        : [],
    );
    const all = [...desired, ...stays];
    for (const object of all) {
      if (isDefault(object)) this.#written.add(object.metadata.namespace ?? '');
    }
    this.#baselines = readBaselines(all);
    this.#openings = new Openings(all);
  }

  at(pods: { namespace: string; labels: Labels }): Layers {
    const isClosed = (direction: 'calls' | 'ingress' | 'egress') =>
      this.#openings.isIsolated({ ...pods, direction });
    const { namespace } = pods;
    return {
      ...(this.#written.has(namespace) && {
        calls: isClosed('calls') ? 'enforced' : 'tried',
      }),
      network: isClosed('ingress') || isClosed('egress'),
      strict: this.#baselines.get(namespace) === 'STRICT',
    };
  }
}

/** True where a layer is enforced by policies of a workload. */
export function enforces(
  objects: readonly MeshObject[],
  layer: 'calls' | 'network',
): boolean {
  return objects.some(object =>
    layer === 'network'
      ? object.kind === 'NetworkPolicy'
      : object.kind === 'AuthorizationPolicy' && !isDryRun(object),
  );
}

/** Policies that are for all pods of a namespace, tried out or not. */
function isDefault(object: MeshObject): boolean {
  return (
    object.kind === 'AuthorizationPolicy' &&
    Object.keys(selectorOf(object)).length === 0
  );
}
