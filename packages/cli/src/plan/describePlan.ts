import {
  type Change,
  describeDifference,
  type Plan,
  type PlanConflict,
  type Waiting,
} from '@meshwright/plugin-mesh-common';
import type { Safety, Unsafe } from './checkPlan';

/** A change as people read it. */
export type DescribedChange = {
  type: Change['type'];
  /** `Kind namespace/name`, or a DNS name. */
  subject: string;
  /** Fields that change; empty unless it is an update. */
  fields: string[];
  /** Entities that it is for. */
  entities: string[];
};

export type DescribedPlan = {
  cluster: string;
  waves: DescribedChange[][];
  conflicts: PlanConflict[];
  unfinished: string[];
  /** What old pods are waited for with; among the unfinished. */
  waiting: Waiting[];
  safety: Pick<Safety, 'state' | 'message'>;
  unsafe: Unsafe[];
};

/** The plan, without the objects themselves. */
export function describePlan({
  cluster,
  plan,
  safety,
}: {
  cluster: string;
  plan: Plan;
  safety: Safety;
}): DescribedPlan {
  const { state, message, unsafe } = safety;
  return {
    cluster,
    waves: plan.waves.map(wave => wave.map(describeChange)),
    conflicts: plan.conflicts,
    unfinished: plan.unfinished ?? [],
    waiting: plan.waiting ?? [],
    safety: { state, message },
    unsafe,
  };
}

function describeChange(change: Change): DescribedChange {
  if (change.target === 'record') {
    const { name, zone } =
      change.type === 'delete' ? change.live : change.desired;
    const subject = `DNS record ${name}.${zone}`;
    return { type: change.type, subject, fields: [], entities: [] };
  }
  const object = change.type === 'delete' ? change.live : change.desired;
  const { name, namespace, annotations } = object.metadata;
  const entities = annotations?.['meshwright.io/entities'];
  return {
    type: change.type,
    subject: `${object.kind} ${namespace ? `${namespace}/` : ''}${name}`,
    fields:
      change.type === 'update'
        ? describeDifference(change.desired, change.live).filter(
            field => !field.startsWith('metadata.annotations[meshwright.io/'),
          )
        : [],
    entities: entities ? entities.split(',') : [],
  };
}
