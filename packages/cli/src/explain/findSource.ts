import type { CallParty } from '@meshwright/plugin-mesh-common';
import { UsageError } from '../terminal';
import type { Scenery } from './buildRequest';
import type { Party } from './parseParty';
import {
  describeMissing,
  podToParty,
  workloadsOf,
  workloadToParty,
} from './toParty';

/** Who calls. */
export function findSource(party: Party, scenery: Scenery): CallParty {
  if (party.type === 'entity') {
    const [workload] = workloadsOf(party.ref, scenery);
    if (workload) return workloadToParty(workload, scenery);
    throw new UsageError(describeMissing('from', party.ref, scenery));
  }
  const { namespace, name } = party;
  const declared = scenery.model.workloads.find(
    workload =>
      workload.cluster === scenery.cluster &&
      workload.namespace === namespace &&
      workload.serviceAccount === name,
  );
  const pod = scenery.pods.find(
    each => each.namespace === namespace && each.serviceAccount === name,
  );
  if (pod) return podToParty(pod, scenery);
  if (declared) return workloadToParty(declared, scenery);
  scenery.notes.push(
    `Pods of service account ${namespace}/${name} have a proxy and no labels: no workload runs as it`,
  );
  return { namespace, labels: {}, serviceAccount: name, inMesh: true };
}
