import type { AuditorService } from '@backstage/backend-plugin-api';
import {
  type CompiledCluster,
  isPolicyHeldBy,
  isSameObject,
  LABEL_INSTANCE,
  LABEL_MANAGED_BY,
  type MeshObject,
  objectKey,
  transferMetadata,
} from '@meshwright/plugin-mesh-common';
import type { MeshConfig } from '../../config';
import type { MeshDatabase, StoredCustody } from '../../database';
import type { WriteLog } from '../convergeCluster';
import { leaveOut } from '../leaveOut';
import type { ManagedCluster } from '../ManagedCluster';
import { type Observation, readRecords } from '../observeCluster';
import { listFormerRecords } from './listFormerRecords';
import { holderOf, listLeftovers, splitFormer } from './listLeftovers';
import { type Handover, transferAll } from './transferAll';

type Seen = Extract<Observation, { problem?: undefined }>;

type Options = {
  managed: ManagedCluster;
  custody?: StoredCustody;
  compiled: CompiledCluster;
  seen: Seen;
  config: MeshConfig;
  stores: Pick<MeshDatabase, 'custody'>;
  auditor: AuditorService;
  writes: WriteLog;
  signal: AbortSignal;
};

/**
 * Makes ours what a decision about the cluster says is ours: what former
 * installations left and something here declares, and what a release left as
 * we would make it. Only labels change, so that the plan which follows
 * updates what there is instead of making it anew.
 */
export async function adoptObjects(options: Options): Promise<Seen> {
  const { managed, custody, seen, auditor, writes, signal } = options;
  const isConcerned =
    custody !== undefined && (custody.former.length > 0 || custody.guarded);
  if (!isConcerned || !managed.cluster) {
    return seen;
  }
  const { handovers, left } = listHandovers({ ...options, custody });
  await noteLeftovers(left, { ...options, custody });
  const { applied } = await transferAll(handovers, {
    ...{ managed, auditor, signal },
    onWrite: key => writes.note(managed.name, key),
  });
  if (applied === 0) {
    return seen;
  }
  const [snapshot, zone] = await Promise.all([
    managed.cluster.list({ signal }),
    readRecords(managed, signal),
  ]);
  const gaps = { ...seen.gaps, zone: zone.gap };
  return { ...seen, snapshot, records: zone.value, gaps };
}

type Concerned = Options & { custody: StoredCustody };

function listHandovers(options: Concerned): {
  handovers: Handover[];
  left: MeshObject[];
} {
  const { custody, compiled, seen, config } = options;
  const { former, guarded, withdraw } = custody;
  const desired = leaveOut(
    compiled.objects.map(({ object }) => object),
    seen.snapshot.facts,
  );
  const wanted = new Map(desired.map(object => [objectKey(object), object]));
  const { taken, left } = splitFormer({
    objects: seen.snapshot.objects,
    former,
    wanted: new Set(wanted.keys()),
  });
  const to = config.instance;
  const declared = new Set(taken);
  const fromFormer = (object: MeshObject): Handover => {
    const from = holderOf(object, former);
    // Nobody declares a Namespace or an account that is left over.
    const isOurs = declared.has(object) || isPolicyHeldBy(object, from ?? '');
    return { object, from, ...(isOurs && { to }) };
  };
  const going = new Set(withdraw ? [...taken, ...left] : taken);
  const released = guarded
    ? seen.snapshot.objects.filter(object =>
        isReleased(object, wanted.get(objectKey(object))),
      )
    : [];
  return {
    handovers: [
      ...[...going].map(fromFormer),
      ...released.map(object => ({ object, to })),
      ...listRecordHandovers(options),
    ],
    left: withdraw ? [] : left,
  };
}

/** Nobody's, and exactly as we would make it. */
function isReleased(object: MeshObject, desired: MeshObject | undefined) {
  const { labels = {} } = object.metadata;
  return (
    desired !== undefined &&
    object.spec !== undefined &&
    !(LABEL_INSTANCE in labels) &&
    !(LABEL_MANAGED_BY in labels) &&
    isSameObject(
      {
        ...desired,
        metadata: {
          ...desired.metadata,
          ...transferMetadata(desired, undefined),
        },
      },
      object,
    )
  );
}

function listRecordHandovers(options: Concerned): Handover[] {
  const { custody, compiled, seen, config } = options;
  const { former, withdraw } = custody;
  const { cluster } = compiled;
  const wanted = compiled.records.map(({ record }) => record);
  const records = seen.records ?? [];
  return former.flatMap(from =>
    listFormerRecords({ records, from, cluster, wanted, withdraw }).map(
      record => ({ record, from, to: config.instance }),
    ),
  );
}

async function noteLeftovers(left: readonly MeshObject[], options: Concerned) {
  const { custody, stores } = options;
  const leftovers = listLeftovers(left);
  const isSame =
    JSON.stringify(leftovers) === JSON.stringify(custody.leftovers);
  if (!isSame) {
    const value = leftovers ?? null;
    await stores.custody.note(custody.cluster, { leftovers: value });
  }
}
