import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import {
  type Binding,
  isLocationUnder,
  matchesGlob,
} from '@meshwright/plugin-mesh-common';
import type { ManagedCluster } from '../reconcile';
import { describeReserved } from './describeReserved';
import type { MeshService } from './MeshService';
import { readSnapshot } from './readSnapshot';
import { findCluster, type ServiceContext } from './ServiceContext';

/** How a team claims a namespace for a new service of its own. */
export function createRegistration(
  context: ServiceContext,
): Pick<MeshService, 'registerService'> {
  const { config, stores, trigger, userInfo, now } = context;
  const listBindings = async () => [
    ...config.bindings,
    ...(await stores.bindings.list()),
  ];

  return {
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
          matchesGlob(binding.cluster, cluster) &&
          matchesGlob(binding.namespace, namespace),
      );
      refuseForeign(holders, request);
      refuseElsewhere(holders, request);
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

/** A team does not widen what the platform bound it to. */
function refuseElsewhere(
  holders: Binding[],
  request: { namespace: string; owner: string; locationPrefix: string },
) {
  const { namespace, owner, locationPrefix } = request;
  const limits = holders.filter(
    holder =>
      holder.owner === owner &&
      (holder.origin === 'config' || holder.origin === 'admin'),
  );
  const isWithin = limits.some(
    limit =>
      !limit.locationPrefix ||
      isLocationUnder(locationPrefix, limit.locationPrefix),
  );
  if (limits.length > 0 && !isWithin) {
    throw new NotAllowedError(
      `The namespace '${namespace}' is bound to files under ${limits
        .map(limit => limit.locationPrefix)
        .join(
          ', ',
        )}, not under ${locationPrefix}; move the file there, or ask the platform team`,
    );
  }
}

/** What is there already is somebody's, even if nobody has said whose. */
async function refuseExisting(managed: ManagedCluster, namespace: string) {
  const { objects } = await readSnapshot(managed);
  const exists = objects.some(
    ({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace,
  );
  if (exists) {
    throw new ConflictError(
      `The namespace '${namespace}' exists and is bound to nobody; ask the platform team to bind it`,
    );
  }
}
