import { toError } from '@backstage/errors';
import {
  type Change,
  type ChangeResult,
  LABEL_ENTITY,
  type Plan,
} from '@meshwright/plugin-mesh-common';
import type { DnsZone, MeshCluster } from '@meshwright/plugin-mesh-node';
import { mapLimited } from './mapLimited';

const CONCURRENCY = 8;

/** Kinds of which one object can hold for a whole namespace. */
const BASELINE_KINDS = [
  'PeerAuthentication',
  'AuthorizationPolicy',
  'NetworkPolicy',
];

/** Kinds whose objects let calls through that a default deny stops. */
const GRANTING_KINDS = [...BASELINE_KINDS, 'ServiceAccount'];

/**
 * Makes the changes of a plan, wave by wave, with time for the mesh to settle
 * in between. What fails stops only what builds upon it.
 */
export async function applyPlan(options: {
  plan: Plan;
  cluster: MeshCluster;
  zone?: DnsZone;
  instance: string;
  /** Waits for the mesh to settle; rejects when it is interrupted. */
  settle: () => Promise<void>;
  onApplied?: (change: Change) => void;
  signal: AbortSignal;
}): Promise<ChangeResult[]> {
  const { plan, settle, onApplied, signal } = options;
  const results: ChangeResult[] = [];
  let isSettled = true;

  for (const wave of plan.waves.filter(changes => changes.length > 0)) {
    if (!isSettled) {
      await settle();
    }
    for (const group of splitByNeed(wave)) {
      const made = await mapLimited(group, CONCURRENCY, async change => {
        signal.throwIfAborted();
        const reason = describeObstacle(change, results);
        const result: ChangeResult = reason
          ? { change, outcome: 'skipped', message: reason }
          : await tryApply(change, options);
        if (result.outcome === 'applied') {
          onApplied?.(change);
        }
        return result;
      });
      results.push(...made);
      isSettled &&= !made.some(({ outcome }) => outcome === 'applied');
    }
  }
  return results;
}

/** Namespaces first: the rest of a wave may live in them. */
function splitByNeed(wave: Change[]): Change[][] {
  const namespaces = wave.filter(isNamespace);
  const others = wave.filter(change => !isNamespace(change));
  return [namespaces, others].filter(group => group.length > 0);
}

async function tryApply(
  change: Change,
  options: {
    cluster: MeshCluster;
    zone?: DnsZone;
    instance: string;
    signal: AbortSignal;
  },
): Promise<ChangeResult> {
  const { cluster, zone, instance, signal } = options;
  try {
    if (change.target === 'object') {
      return await cluster.apply(change, { instance, signal });
    }
    return zone
      ? await zone.apply(change, { instance, signal })
      : {
          change,
          outcome: 'skipped',
          message: 'No private zone is configured for the cluster',
        };
  } catch (error) {
    signal.throwIfAborted();
    return { change, outcome: 'failed', message: toError(error).message };
  }
}

/** Which earlier failure makes a change impossible or unsafe. */
function describeObstacle(
  change: Change,
  earlier: ChangeResult[],
): string | undefined {
  const namespace = namespaceOf(change);
  if (!namespace || isNamespace(change)) {
    return undefined;
  }
  const failed = earlier.filter(({ outcome }) => outcome !== 'applied');
  const home = failed.find(
    result => isNamespace(result.change) && nameOf(result.change) === namespace,
  );
  if (home) {
    return `The namespace '${namespace}' is not there: ${home.message}`;
  }
  const needed = neededBy(change);
  const rule = failed.find(
    result =>
      namespaceOf(result.change) === namespace &&
      needed.includes(objectOf(result.change)?.kind ?? ''),
  );
  return (
    rule &&
    `Waits for '${rule.change.key}', which was not applied: ${rule.message}`
  );
}

/** Kinds without which a change would cut off callers. */
function neededBy(change: Change): string[] {
  if (isBaseline(change)) {
    return GRANTING_KINDS;
  }
  // A sidecar closes what only service entries open.
  return change.type !== 'delete' && objectOf(change)?.kind === 'Sidecar'
    ? ['ServiceEntry']
    : [];
}

function objectOf(change: Change) {
  if (change.target === 'record') {
    return undefined;
  }
  return change.type === 'delete' ? change.live : change.desired;
}

function namespaceOf(change: Change): string | undefined {
  return objectOf(change)?.metadata.namespace;
}

function nameOf(change: Change): string | undefined {
  return objectOf(change)?.metadata.name;
}

function isNamespace(change: Change): boolean {
  return objectOf(change)?.kind === 'Namespace';
}

function isBaseline(change: Change): boolean {
  const object = objectOf(change);
  return (
    change.type !== 'delete' &&
    BASELINE_KINDS.includes(object?.kind ?? '') &&
    object?.metadata.labels?.[LABEL_ENTITY] === undefined
  );
}
