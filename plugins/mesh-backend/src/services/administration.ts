import {
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import type { Binding, ClusterSnapshot } from '@meshwright/plugin-mesh-common';
import { CONFIGURATION_KEY, type ManagedCluster } from '../reconcile';
import { describeReserved } from './describeReserved';
import { findUndeclaredPods } from './findUndeclaredPods';
import { matchesPattern } from './matchesPattern';
import type { MeshService } from './MeshService';
import { findCluster, readModel, type ServiceContext } from './ServiceContext';

type Administration = Pick<
  MeshService,
  'bind' | 'registerService' | 'adopt' | 'reconcileNow'
>;

/** What teams and the platform team settle about namespaces and clusters. */
export function createAdministration(context: ServiceContext): Administration {
  const { config, stores, trigger, userInfo, now } = context;
  const listBindings = async () => [
    ...config.bindings,
    ...(await stores.bindings.list()),
  ];

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

    async registerService(request, { credentials }) {
      const { cluster, namespace, owner, entityRef, locationPrefix } = request;
      const managed = findCluster(context, cluster);
      const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
        credentials,
      );
      if (!ownershipEntityRefs.includes(owner)) {
        throw new NotAllowedError(
          `'${owner}' is not you or a team of yours; choose one of ${ownershipEntityRefs.join(
            ', ',
          )}`,
        );
      }
      const reserved = describeReserved(namespace, managed);
      if (reserved) {
        throw new InputError(`'namespace' is '${namespace}'; ${reserved}`);
      }
      const holders = (await listBindings()).filter(
        binding =>
          binding.namespace !== undefined &&
          matchesPattern(binding.cluster, cluster) &&
          matchesPattern(binding.namespace, namespace),
      );
      refuseForeign(holders, request);
      if (holders.length === 0 && config.defaults.unclaimed === 'ask') {
        await refuseExisting(managed, namespace);
      }
      const binding = await stores.bindings.add({
        cluster,
        namespace,
        owner,
        locationPrefix,
        origin: 'template',
        by: userEntityRef,
        at: now().toISOString(),
        reason: `Registered for ${entityRef}`,
      });
      trigger.trigger(cluster);
      return binding;
    },

    async adopt({ cluster, namespace, reason }, { credentials }) {
      const managed = findCluster(context, cluster);
      const reserved = describeReserved(namespace, managed);
      if (reserved) {
        throw new InputError(`'namespace' is '${namespace}'; ${reserved}`);
      }
      const { userEntityRef } = await userInfo.getUserInfo(credentials);
      const snapshot = await readCluster(managed);
      const { model } = await readModel(context);
      const pods = findUndeclaredPods({ model, snapshot, cluster, namespace });
      if (pods.length > 0) {
        throw new ConflictError(
          `Pods run in '${namespace}' that no bound entity declares, and they would be cut off: ${pods
            .slice(0, 10)
            .join(', ')}. Declare or remove them first`,
        );
      }
      const stages = await stores.stages.list();
      const known = stages.find(
        stage => stage.cluster === cluster && stage.namespace === namespace,
      );
      const stage = {
        cluster,
        namespace,
        stage: 'enforce' as const,
        step: 'network' as const,
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
          state: 'managing',
          message: 'Somebody asked to go on; the next pass does',
          appliedDigests: digests,
        });
      }
      trigger.trigger(cluster);
    },
  };
}

function refuseForeign(
  holders: Binding[],
  request: { namespace: string; owner: string; locationPrefix: string },
) {
  if (holders.length === 0) {
    return;
  }
  const { namespace, owner } = request;
  if (!holders.some(holder => holder.owner === owner)) {
    throw new ConflictError(
      `The namespace '${namespace}' belongs to ${holders[0].owner}; choose another one, or ask that team`,
    );
  }
}

/** What is there already is somebody's, even if nobody has said whose. */
async function refuseExisting(managed: ManagedCluster, namespace: string) {
  const { objects } = await readCluster(managed);
  const exists = objects.some(
    ({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace,
  );
  if (exists) {
    throw new ConflictError(
      `The namespace '${namespace}' exists and is bound to nobody; ask the platform team to bind it`,
    );
  }
}

async function readCluster(managed: ManagedCluster): Promise<ClusterSnapshot> {
  if (!managed.cluster) {
    throw new NotFoundError(
      managed.problem ?? `Nothing knows how to reach '${managed.name}'`,
    );
  }
  return managed.cluster.list();
}
