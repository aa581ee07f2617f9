import { ConflictError, toError } from '@backstage/errors';
import {
  buildModel,
  type ClusterSnapshot,
  compileCluster,
  type CompiledCluster,
  type NamespaceStage,
  type TakeOverPreview,
} from '@meshwright/plugin-mesh-common';
import type { InstanceClaim } from '@meshwright/plugin-mesh-node';
import {
  listFormerRecords,
  type ManagedCluster,
  readMeshInput,
} from '../../reconcile';
import type { CustodyService } from '../CustodyService';
import { describeReserved } from '../describeReserved';
import { readSnapshot } from '../readSnapshot';
import { findCluster, type ServiceContext } from '../ServiceContext';
import { describeTakeOver } from './describeTakeOver';
import { inferStages } from './inferStages';
import { readCustody, requirePort } from './readCustody';

type TakeOver = Pick<CustodyService, 'previewTakeOver' | 'takeOver'>;

/** Managing a cluster in the place of another installation. */
export function createTakeOver(context: ServiceContext): TakeOver {
  const { stores, trigger, userInfo, now } = context;
  return {
    async previewTakeOver({ cluster }) {
      const managed = findCluster(context, cluster);
      const claim = await requireOther(context, managed);
      return preview(context, { managed, claim });
    },

    async takeOver({ cluster, from, reason }, { credentials }) {
      const managed = findCluster(context, cluster);
      const claim = await requireOther(context, managed);
      requireSeen(cluster, { claim, from });
      const custody = await stores.custody.get(cluster);
      if (custody && custody.state !== 'managed') {
        throw new ConflictError(
          `Cluster '${cluster}' is ${custody.state} here; have it managed again first`,
        );
      }
      const { userEntityRef: by } = await userInfo.getUserInfo(credentials);
      const at = now().toISOString();
      const snapshot = await readSnapshot(managed);
      const stages = await listNewStages(context, { managed, from, snapshot });
      // First, so that a crash after the change leaves nothing unexplained.
      for (const stage of stages) {
        await stores.stages.put({
          ...{ ...stage, cluster, created: false, by, at },
          reason: `Taken over from '${from}': ${reason}`,
        });
      }
      await stores.custody.addFormer({
        ...{ cluster, by, at, reason, former: from },
      });
      const port = requirePort(managed);
      await port.takeOver({
        ...{ from, to: context.config.instance, by, reason },
      });
      trigger.trigger(cluster);
      return readCustody(context, cluster);
    },
  };
}

function requireSeen(
  cluster: string,
  { claim, from }: { claim: InstanceClaim; from: string },
) {
  if (claim.instance !== from) {
    throw new ConflictError(
      `Cluster '${cluster}' is managed by the instance '${claim.instance}' and not by '${from}'; look again before taking it over`,
    );
  }
}

async function requireOther(
  { config }: ServiceContext,
  managed: ManagedCluster,
): Promise<InstanceClaim> {
  const claim = await requirePort(managed).read();
  if (!claim) {
    throw new ConflictError(
      `Nobody manages cluster '${managed.name}', so there is nobody to take it over from; the next pass manages it`,
    );
  }
  if (claim.instance === config.instance) {
    throw new ConflictError(
      `Cluster '${managed.name}' is managed by '${config.instance}' already`,
    );
  }
  return claim;
}

async function preview(
  context: ServiceContext,
  { managed, claim }: { managed: ManagedCluster; claim: InstanceClaim },
): Promise<TakeOverPreview> {
  const { config, stores, reader, now } = context;
  const { name: cluster } = managed;
  const { instance: from, since } = claim;
  const snapshot = await readSnapshot(managed);
  const found = await listNewStages(context, { managed, from, snapshot });
  const listing = await reader.readListing();
  const input = await readMeshInput({ config, stores, listing, now: now() });
  const at = input.instant;
  const stages = found.map(
    (stage): NamespaceStage => ({
      ...{ ...stage, cluster, created: false, by: config.instance, at },
    }),
  );
  const { model } = buildModel({
    ...{ ...input, stages: [...input.stages, ...stages] },
  });
  const compiled = compileCluster(model, cluster);
  return describeTakeOver({
    claim: { cluster, instance: config.instance, from, since },
    readAt: snapshot.readAt,
    objects: snapshot.objects,
    compiled,
    stages: found,
    records: await readFormerRecords(managed, { from, compiled }),
  });
}

/** Where people decided here already, that holds. */
async function listNewStages(
  { stores }: ServiceContext,
  options: { managed: ManagedCluster; from: string; snapshot: ClusterSnapshot },
) {
  const { managed, from, snapshot } = options;
  const known = new Set(
    (await stores.stages.list())
      .filter(({ cluster }) => cluster === managed.name)
      .map(({ namespace }) => namespace),
  );
  return inferStages(snapshot.objects, from).filter(
    ({ namespace }) =>
      !known.has(namespace) &&
      describeReserved(namespace, managed) === undefined,
  );
}

async function readFormerRecords(
  { zone }: ManagedCluster,
  { from, compiled }: { from: string; compiled: CompiledCluster },
) {
  if (!zone) {
    return [];
  }
  try {
    return listFormerRecords({
      records: await zone.list(),
      ...{ from, cluster: compiled.cluster },
      wanted: compiled.records.map(({ record }) => record),
    });
  } catch (error) {
    throw new ConflictError(
      `The private zone does not answer, so what would become of its names is not known: ${
        toError(error).message
      }`,
    );
  }
}
