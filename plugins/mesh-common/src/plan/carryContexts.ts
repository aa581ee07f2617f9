import { groupBy } from 'lodash';
import { objectKey } from '../objects/objectKey';
import type { MeshObject } from '../objects/types';
import { Admitted } from './Admitted';
import type { CarryContext } from './carry';
import type { Desired } from './desiredWorkloads';
import { selectorOf } from './labelSelector';
import type { Openings } from './Openings';
import { workloadOf } from './owners';
import type { Succession } from './succession';

type Options = {
  live: ReadonlyMap<string, MeshObject>;
  openings: Openings;
  /** Of workloads that live elsewhere from now on. */
  moved: readonly Succession[];
  /** `namespace entity` of where a workload lives from now on. */
  heirOf: (id: string) => string;
  now?: string;
};

/** What is known about the policies of workloads, of each once. */
export function createContexts(options: Options) {
  const { live, now, openings, heirOf } = options;
  const moved = groupBy(options.moved, ({ heir }) => heir);
  const policies = groupPolicies(live.values(), heirOf);
  const admitted = new Map<string, Admitted>();
  return (workload: Desired, object: MeshObject): CarryContext => {
    const { heir, namespace } = workload;
    const own = policies.get(heir) ?? [];
    const known = admitted.get(heir) ?? new Admitted(own);
    admitted.set(heir, known);
    const labels = selectorOf(object).matchLabels ?? workload.labels;
    const pods = [
      { namespace, labels },
      // Where it comes from it may have been open.
      ...(moved[workload.id] ?? []).flatMap(item =>
        item.oldLabels.map(old => ({ ...item, labels: old })),
      ),
    ];
    return {
      live: own,
      same: live.get(objectKey(object)),
      admitted: known,
      isOpen: direction =>
        pods.some(some => openings.isOpen({ ...some, direction })),
      now,
    };
  };
}

/** By `namespace entity`, of where the workload lives from now on. */
function groupPolicies(
  live: Iterable<MeshObject>,
  heirOf: (id: string) => string,
): Map<string, MeshObject[]> {
  const policies = new Map<string, MeshObject[]>();
  for (const object of live) {
    const id = workloadOf(object);
    if (id === undefined) continue;
    const heir = heirOf(id);
    const known = policies.get(heir);
    if (known) known.push(object);
    else policies.set(heir, [object]);
  }
  return policies;
}
