import { toError } from '@backstage/errors';
import {
  type ClusterSnapshot,
  type DnsRecordSet,
  type TrafficObservation,
  formatInstant,
} from '@meshwright/plugin-mesh-common';
import type {
  ClusterRights,
  InstanceClaim,
} from '@meshwright/plugin-mesh-node';
import type { ManagedCluster } from './ManagedCluster';

const TRAFFIC_WINDOW_SECONDS = 300;

/**
 * Why a zone or a traffic source did not answer, and what the credentials do
 * not let be written; for a person.
 */
export type Gaps = { zone?: string; traffic?: string; rights?: string };

/** What a cluster looks like before a pass. */
export type Observation =
  | {
      problem?: undefined;
      snapshot: ClusterSnapshot;
      /** Undefined when there is no zone or it could not be read. */
      records?: DnsRecordSet[];
      traffic?: TrafficObservation[];
      gaps: Gaps;
      managing: boolean;
      /** Why it only observes; empty when managing. */
      notManaging: string;
      /** The other installation that manages it. */
      managedBy?: InstanceClaim;
    }
  | { problem: string };

/**
 * Reads a cluster, its zone and its traffic. A zone or a traffic source that
 * does not answer leaves a gap; a cluster that does not is a problem.
 */
export async function observeCluster(
  managed: ManagedCluster,
  instance: string,
  signal: AbortSignal,
): Promise<Observation> {
  const { cluster, problem, name } = managed;
  if (!cluster) {
    return { problem: problem ?? `Nothing knows how to reach '${name}'` };
  }
  try {
    const { rights, notManaging, managedBy } = await askForIt(managed, {
      instance,
      signal,
    });
    const [snapshot, zone, traffic] = await Promise.all([
      cluster.list({ signal }),
      readRecords(managed, signal),
      readTraffic(managed, signal),
    ]);
    const missing = notManaging ? undefined : describeMissing(rights);
    return {
      snapshot,
      records: zone.value,
      traffic: traffic.value,
      gaps: {
        ...(zone.gap !== undefined && { zone: zone.gap }),
        ...(traffic.gap !== undefined && { traffic: traffic.gap }),
        ...(missing !== undefined && { rights: missing }),
      },
      managing: notManaging === '',
      notManaging,
      ...(managedBy && { managedBy }),
    };
  } catch (error) {
    signal.throwIfAborted();
    return { problem: toError(error).message };
  }
}

/** Undefined where nobody can tell: then the server decides, write by write. */
async function readRights(
  { cluster }: ManagedCluster,
  signal: AbortSignal,
): Promise<ClusterRights | undefined> {
  try {
    return await cluster?.readRights?.({ signal });
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** Whether the cluster is ours to write to, and why not. */
type Claim = Pick<
  Extract<Observation, { problem?: undefined }>,
  'notManaging' | 'managedBy'
>;

async function askForIt(
  managed: ManagedCluster,
  options: { instance: string; signal: AbortSignal },
): Promise<Claim & { rights?: ClusterRights }> {
  if (managed.onlyObserved !== undefined) {
    return { notManaging: managed.onlyObserved };
  }
  const rights = await readRights(managed, options.signal);
  const answer =
    rights?.mayWrite === false
      ? await look(managed, options)
      : await claim(managed, { ...options, rights });
  return { rights, ...answer };
}

/** Who manages a cluster that credentials do not let be written to. */
async function look(
  { cluster, name }: ManagedCluster,
  { instance, signal }: { instance: string; signal: AbortSignal },
): Promise<Claim> {
  // Whoever may not even read that is told the rest.
  const found = await cluster?.custody?.read({ signal }).catch(() => undefined);
  signal.throwIfAborted();
  return found && found.instance !== instance
    ? {
        notManaging: describeOther(name, { instance, found }),
        managedBy: found,
      }
    : { notManaging: describeReadOnly(name) };
}

async function claim(
  { cluster, name }: ManagedCluster,
  options: { instance: string; rights?: ClusterRights; signal: AbortSignal },
): Promise<Claim> {
  const { instance, rights, signal } = options;
  try {
    const found = await cluster?.claim(instance, { signal });
    return !found || found.instance === instance
      ? { notManaging: '' }
      : {
          notManaging: describeOther(name, { instance, found }),
          managedBy: found,
        };
  } catch (error) {
    if (rights?.mayClaim !== false) {
      throw error;
    }
    return {
      notManaging: `'${instance}' only observes cluster '${name}', because its credentials may not write down who manages it: grant the Role for Istio's root namespace (deploy/root-namespace.yaml; see the guide 'Installing'). ${
        toError(error).message
      }`,
    };
  }
}

function describeOther(
  name: string,
  { instance, found }: { instance: string; found: InstanceClaim },
): string {
  return `Cluster '${name}' is managed by the instance '${
    found.instance
  }' since ${formatInstant(found.since)}; '${instance}' only observes it`;
}

function describeReadOnly(name: string): string {
  return `Cluster '${name}' is only observed: the credentials may only read. To have it managed, grant the roles of deploy/meshwright.yaml and deploy/root-namespace.yaml (see the guide 'Installing')`;
}

function describeMissing(rights: ClusterRights | undefined) {
  return rights && rights.readOnlyKinds.length > 0
    ? `The credentials may not write these kinds in every namespace, and where they may not, changes are refused: ${rights.readOnlyKinds.join(
        ', ',
      )}. Grant the role of deploy/meshwright.yaml (see the guide 'Installing')`
    : undefined;
}

/** The record sets of the zone; undefined is a gap, not an empty zone. */
export async function readRecords(
  managed: ManagedCluster,
  signal: AbortSignal,
): Promise<Reading<DnsRecordSet[]>> {
  return orGap(async () => managed.zone?.list({ signal }), signal);
}

async function readTraffic(managed: ManagedCluster, signal: AbortSignal) {
  return orGap(
    async () =>
      managed.traffic?.observe({
        cluster: managed.name,
        windowSeconds: TRAFFIC_WINDOW_SECONDS,
        signal,
      }),
    signal,
  );
}

/** Both undefined: there is nothing to read from. */
type Reading<T> = { value?: T; gap?: string };

async function orGap<T>(
  read: () => Promise<T | undefined>,
  signal: AbortSignal,
): Promise<Reading<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    signal.throwIfAborted();
    return { gap: toError(error).message };
  }
}
