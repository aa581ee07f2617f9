import { refuse } from '../ArmError';
import { type JsonObject, listAt } from '../core/json';
import type { World } from '../core/World';

/** Pools of nodes, each for itself. */
export function checkPools(world: World, properties: JsonObject): void {
  const pools = listAt(properties, 'agentPoolProfiles');
  if (!pools.some(({ mode }) => mode === 'System')) {
    throw invalid(
      'agentPoolProfiles',
      'There must be at least one system pool.',
    );
  }
  for (const pool of pools) {
    const at = `agentPoolProfile.${pool.name}`;
    if (!/^[a-z][a-z0-9]{0,11}$/.test(String(pool.name))) {
      throw invalid(
        at,
        `The pool name '${pool.name}' is invalid: at most 12 lower-case letters and digits.`,
      );
    }
    const size = world.facts.sizes.find(({ name }) => name === pool.vmSize);
    if (!size) {
      throw refuse(
        400,
        'BadRequest',
        `The VM size of ${
          pool.vmSize
        } is not allowed in your subscription in location. The available VM sizes are '${world.facts.sizes
          .map(({ name }) => name.toLowerCase())
          .join(',')}'.`,
      ).at(at);
    }
    const zones = Array.isArray(pool.availabilityZones)
      ? pool.availabilityZones
      : [];
    const zone = zones.find(one => !size.zones.includes(String(one)));
    if (zone !== undefined) {
      throw refuse(
        400,
        'AvailabilityZoneNotSupported',
        `Preflight validation check for resource(s) failed. The zone(s) '${zone}' for resource '${pool.name}' is not supported.`,
      ).at(at);
    }
    const { minCount, maxCount } = pool;
    if (
      pool.enableAutoScaling === true &&
      !(Number(minCount) >= 1 && Number(minCount) <= Number(maxCount))
    ) {
      throw invalid(
        at,
        'minCount and maxCount are required with enableAutoScaling, minCount the smaller one.',
      );
    }
  }
}

/** What is left of the subscription's limits. */
export function checkLimits(world: World, properties: JsonObject): void {
  const clusters = world.store.all(
    'Microsoft.ContainerService/managedClusters',
  );
  if (clusters.length >= world.facts.clusterLimit) {
    throw refuse(
      400,
      'ManagedClusterCountExceedsQuotaLimit',
      `Managed cluster count exceeds quota limit ${world.facts.clusterLimit}.`,
    );
  }
  for (const pool of listAt(properties, 'agentPoolProfiles')) {
    const size = world.facts.sizes.find(({ name }) => name === pool.vmSize);
    const count = Number(pool.count ?? pool.minCount ?? 3);
    const need = count * (size?.cores ?? 0);
    const short = world.facts.computeQuotas.find(
      ({ name, limit, used }) =>
        (name === 'cores' || name === size?.family) && used + need > limit,
    );
    if (short) {
      throw refuse(
        400,
        'ErrCode_InsufficientVCPUQuota',
        `Insufficient vcpu quota requested ${need}, remaining ${
          short.limit - short.used
        } for family ${short.name} for region.`,
      );
    }
  }
}

function invalid(target: string, message: string) {
  return refuse(400, 'InvalidParameter', message).at(target);
}
