import {
  type ClusterSnapshot,
  type CompiledCluster,
  type DnsRecordSet,
  isOwned,
  LABEL_ENTITY,
  type MeshObject,
  objectKey,
  type MeshInput,
  type Plan,
} from '@meshwright/plugin-mesh-common';
import type { HoldSettings } from '../config';
import type { StoredPass } from '../database';
import type { PassModel } from './buildPassModel';
import { deriveExpected } from './deriveExpected';
import { leaveOut } from './leaveOut';
import type { PassPlanner } from './PassPlanner';

/** Under it the configuration stands among the applied digests, as JSON. */
export const CONFIGURATION_KEY = '#configuration';

const BASELINE_KINDS = [
  'PeerAuthentication',
  'AuthorizationPolicy',
  'NetworkPolicy',
];

/** Compares what should be with what is. */
export async function planPass(options: {
  built: PassModel;
  compiled: CompiledCluster;
  snapshot: ClusterSnapshot;
  /** Undefined when the zone could not be read. */
  liveRecords?: DnsRecordSet[];
  hold: HoldSettings;
  lastPass?: StoredPass;
  /** Everything that is live counts as wanted: nobody here took it back. */
  guarded?: boolean;
  /** Keys of objects that stay as they are for now. */
  untouched?: ReadonlySet<string>;
  /** Tells how long old pods have been waited for. */
  now: Date;
  /** Knows the plans before. */
  planner: PassPlanner;
}): Promise<Plan> {
  const { built, compiled, snapshot, liveRecords, hold, lastPass } = options;
  const { input } = built;
  const expected = deriveExpected({
    input,
    cluster: compiled.cluster,
    configuration: lastPass?.appliedDigests[CONFIGURATION_KEY],
  });
  return options.planner.plan({
    desired: listDesired(options),
    desiredRecords: compiled.records.map(({ record }) => record),
    live: snapshot.objects,
    liveRecords,
    instance: input.instance,
    cluster: compiled.cluster,
    now: options.now.toISOString(),
    retain: listBaselines({ compiled, input, live: snapshot.objects }),
    ...(options.guarded && { hold }),
    ...(expected &&
      !options.guarded && {
        hold,
        expected: {
          objects: leaveOut(
            expected.objects.map(({ object }) => object),
            snapshot.facts,
          ),
          records: expected.records.map(({ record }) => record),
        },
      }),
  });
}

/** What is untouched is wanted as it is, so that the waves allow for it. */
function listDesired(options: {
  compiled: CompiledCluster;
  snapshot: ClusterSnapshot;
  untouched?: ReadonlySet<string>;
}): MeshObject[] {
  const { compiled, snapshot, untouched } = options;
  const desired = leaveOut(
    compiled.objects.map(({ object }) => object),
    snapshot.facts,
  );
  if (!untouched?.size) {
    return desired;
  }
  return [
    ...desired.filter(object => !untouched.has(objectKey(object))),
    ...snapshot.objects.filter(object => untouched.has(objectKey(object))),
  ];
}

/**
 * Default denies of namespaces that are in the rollout: they go by a
 * decision about the namespace, never because its last workload left.
 */
function listBaselines(options: {
  compiled: CompiledCluster;
  input: MeshInput;
  live: MeshObject[];
}): string[] {
  const { compiled, input, live } = options;
  const enforced = new Set(
    input.stages
      .filter(({ cluster }) => cluster === compiled.cluster)
      .filter(({ stage }) => stage === 'enforce')
      .map(({ namespace }) => namespace),
  );
  const inhabited = new Set(
    compiled.objects.map(({ object }) => object.metadata.namespace),
  );
  return live
    .filter(({ kind, metadata: { namespace = '', labels } }) => {
      const isBaseline =
        BASELINE_KINDS.includes(kind) && labels?.[LABEL_ENTITY] === undefined;
      return isBaseline && enforced.has(namespace) && !inhabited.has(namespace);
    })
    .filter(object => isOwned(object, input.instance))
    .map(objectKey);
}
