import { ConflictError, InputError } from '@backstage/errors';
import {
  type CustodyState,
  isUnmarkedRecord,
  type UninstallMode,
} from '@meshwright/plugin-mesh-common';
import {
  listHeldRecords,
  type ManagedCluster,
  readWorld,
} from '../../reconcile';
import type { CustodyService } from '../CustodyService';
import { findCluster, type ServiceContext } from '../ServiceContext';
import { describeUninstall } from './describeUninstall';
import { readCustody, requirePort } from './readCustody';

type Uninstall = Pick<
  CustodyService,
  'previewUninstall' | 'uninstall' | 'manage' | 'withdrawLeftovers'
>;

const STATES: Record<
  UninstallMode,
  { going: CustodyState; done: CustodyState }
> = {
  release: { going: 'releasing', done: 'released' },
  remove: { going: 'removing', done: 'removed' },
};
const TIMEOUT_MS = 60_000;

/** Taking the product out of a cluster, and changing one's mind. */
export function createUninstall(context: ServiceContext): Uninstall {
  const { config, stores, trigger } = context;
  return {
    async previewUninstall({ cluster, mode }) {
      const managed = findCluster(context, cluster);
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const world = await readWorld({ managed, signal });
      if (world.zoneGap !== undefined) {
        throw new ConflictError(world.zoneGap);
      }
      const { objects, readAt } = world.snapshot;
      const { instance } = config;
      return describeUninstall({
        ...{ cluster, mode, instance, readAt, objects },
        records: listHeldRecords(world, { instance, cluster }),
        unmarked: (world.records ?? []).filter(record =>
          isUnmarkedRecord(record, instance),
        ),
      });
    },

    async uninstall(request, call) {
      const { cluster, mode, confirm } = request;
      const managed = findCluster(context, cluster);
      if (confirm !== cluster) {
        throw new InputError(
          `'confirm' must be the name of the cluster that the product is uninstalled from, '${cluster}'`,
        );
      }
      await refuseOthers(context, managed);
      const { going, done } = STATES[mode];
      const isDecided = await stores.custody.decide({
        ...(await decisionBy(context, { request, call })),
        ...{ from: ['managed'], to: going },
      });
      const known = await stores.custody.get(cluster);
      if (!isDecided && known?.state !== going && known?.state !== done) {
        throw new ConflictError(
          `Cluster '${cluster}' is ${known?.state} already; have it managed again first`,
        );
      }
      trigger.trigger(cluster);
      return readCustody(context, cluster);
    },

    async manage(request, call) {
      const { cluster } = request;
      findCluster(context, cluster);
      const isDecided = await stores.custody.decide({
        ...(await decisionBy(context, { request, call })),
        from: ['releasing', 'released', 'removing', 'removed'],
        to: 'managed',
      });
      if (isDecided) {
        await stores.custody.note(cluster, { guarded: true });
      }
      trigger.trigger(cluster);
      return readCustody(context, cluster);
    },

    async withdrawLeftovers(request) {
      const { cluster } = request;
      findCluster(context, cluster);
      const known = await stores.custody.get(cluster);
      if (!known?.leftovers) {
        throw new ConflictError(
          `Nothing of a former installation is left in cluster '${cluster}'`,
        );
      }
      if (known.state !== 'managed') {
        throw new ConflictError(
          `Cluster '${cluster}' is ${known.state}, so nothing there is deleted; have it managed again first`,
        );
      }
      await stores.custody.note(cluster, { withdraw: true, guarded: false });
      trigger.trigger(cluster);
      return readCustody(context, cluster);
    },
  };
}

type Calling = Parameters<CustodyService['manage']>;

/** Who decides what, when and why. */
async function decisionBy(
  { userInfo, now }: ServiceContext,
  { request, call }: { request: Calling[0]; call: Calling[1] },
) {
  const { cluster, reason } = request;
  const { userEntityRef: by } = await userInfo.getUserInfo(call.credentials);
  return { cluster, reason, by, at: now().toISOString() };
}

async function refuseOthers(
  { config }: ServiceContext,
  managed: ManagedCluster,
) {
  const claim = await requirePort(managed).read();
  if (claim && claim.instance !== config.instance) {
    throw new ConflictError(
      `Cluster '${managed.name}' is managed by the instance '${claim.instance}', which is where it can be uninstalled`,
    );
  }
}
