import type { JsonObject } from '@backstage/types';
import type { SpecProblem } from '@meshwright/plugin-mesh-common';
import type { PlanContext } from '../PlanContext';
import { getText, readItems, readNumber } from '../read';

/** Whether cores and public addresses suffice. */
export function checkQuotas(context: PlanContext): SpecProblem[] {
  return [...checkCores(context), ...checkAddresses(context)];
}

function checkCores({ spec, observed, live, isAdopted }: PlanContext) {
  const size = observed.lists.sizes?.[0];
  const cores = readItems(size, 'capabilities').find(
    item => getText(item, 'name') === 'vCPUs',
  );
  const each = readNumber(cores, 'value');
  if (each === undefined || isAdopted) {
    return [];
  }
  const pools = readItems(live, 'properties.agentPoolProfiles');
  const now = pools.reduce(
    (sum, pool) => sum + (readNumber(pool, 'count') ?? 0),
    0,
  );
  const needed = (spec.nodes.max - now) * each;
  const family = getText(size, 'family');
  return ['cores', family].flatMap(name =>
    checkQuota({
      usages: observed.lists.computeUsages,
      name,
      needed,
      field: 'nodes.max',
      what: `${spec.nodes.max} nodes of the size '${spec.nodes.size}'`,
    }),
  );
}

function checkAddresses({ spec, observed, live, ids }: PlanContext) {
  const isMissing =
    spec.edge && !observed.resources[ids.publicAddress.toLowerCase()];
  return checkQuota({
    usages: observed.lists.networkUsages,
    name: 'PublicIPAddresses',
    needed: (live ? 0 : 1) + (isMissing ? 1 : 0),
    field: 'region',
    what: 'the way out of the cluster, and in through the application gateway',
  });
}

function checkQuota(options: {
  usages?: JsonObject[];
  name?: string;
  needed: number;
  field: string;
  what: string;
}): SpecProblem[] {
  const { usages = [], name, needed, field, what } = options;
  const usage = usages.find(
    item =>
      name !== undefined &&
      getText(item, 'name.value')?.toLowerCase() === name.toLowerCase(),
  );
  const limit = readNumber(usage, 'limit');
  const used = readNumber(usage, 'currentValue');
  if (limit === undefined || used === undefined || used + needed <= limit) {
    return [];
  }
  const message = `The quota '${
    getText(usage, 'name.localizedValue') ?? name
  }' has ${
    limit - used
  } of ${limit} left, and ${what} may need ${needed}; ask for more, or for less here`;
  return [{ field, severity: 'error', message }];
}
