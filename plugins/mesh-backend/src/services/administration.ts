import { ConflictError, InputError } from '@backstage/errors';
import { CONFIGURATION_KEY, type ManagedCluster } from '../reconcile';
import { describeReserved } from './describeReserved';
import { findUndeclaredPods } from './findUndeclaredPods';
import type { MeshService } from './MeshService';
import { readSnapshot } from './readSnapshot';
import { findCluster, readModel, type ServiceContext } from './ServiceContext';

type Administration = Pick<MeshService, 'bind' | 'adopt' | 'reconcileNow'>;

/** What the platform team settles about namespaces and clusters. */
export function createAdministration(context: ServiceContext): Administration {
  const { stores, trigger, userInfo, now } = context;
  return {
    async bind(request, { credentials }) {
      if (request.cluster !== '*') {
        findCluster(context, request.cluster);
      }
      const { userEntityRef } = await userInfo.getUserInfo(credentials);
      const binding = await stores.bindings.add({
        ...request,
        origin: 'admin',
        by: userEntityRef,
        at: now().toISOString(),
      });
      trigger.triggerAll();
      return binding;
    },

    async adopt(request, { credentials }) {
      const { cluster, namespace, reason } = request;
      const { stage: level = 'enforce', step = 'network' } = request;
      const managed = findCluster(context, cluster);
      const reserved = describeReserved(namespace, managed);
      if (reserved) {
        throw new InputError(`'namespace' is '${namespace}'; ${reserved}`);
      }
      const { userEntityRef } = await userInfo.getUserInfo(credentials);
      if (level === 'enforce') {
        await refuseUndeclaredPods(context, { managed, cluster, namespace });
      }
      const stages = await stores.stages.list();
      const known = stages.find(
        stage => stage.cluster === cluster && stage.namespace === namespace,
      );
      const stage = {
        cluster,
        namespace,
        stage: level,
        step,
        created: known?.created ?? false,
        by: userEntityRef,
        at: now().toISOString(),
        reason,
      };
      await stores.stages.put(stage);
      trigger.trigger(cluster);
      return stage;
    },

    async reconcileNow({ cluster }) {
      findCluster(context, cluster);
      const pass = await stores.passes.get(cluster);
      if (pass?.state === 'held') {
        const { [CONFIGURATION_KEY]: _, ...digests } = pass.appliedDigests;
        await stores.passes.put({
          ...pass,
          // Not over what a pass has found since.
          after: pass.finishedAt,
          state: 'managing',
          message: 'Somebody asked to go on; the next pass does',
          appliedDigests: digests,
        });
        // Somebody has seen what would go.
        await stores.custody.note(cluster, { guarded: false });
      }
      trigger.trigger(cluster);
    },
  };
}

/** Enforcing policies would cut off what nobody has declared. */
async function refuseUndeclaredPods(
  context: ServiceContext,
  options: { managed: ManagedCluster; cluster: string; namespace: string },
): Promise<void> {
  const { managed, cluster, namespace } = options;
  const snapshot = await readSnapshot(managed);
  const { model } = await readModel(context);
  const pods = findUndeclaredPods({ model, snapshot, cluster, namespace });
  if (pods.length > 0) {
    throw new ConflictError(
      `Pods run in '${namespace}' that no bound entity declares, and they would be cut off: ${pods
        .slice(0, 10)
        .join(', ')}. Declare or remove them first`,
    );
  }
}
