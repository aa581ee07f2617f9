import { toError } from '@backstage/errors';
import type {
  ClusterSnapshot,
  DnsRecordSet,
  TrafficObservation,
} from '@meshwright/plugin-mesh-common';
import type { ManagedCluster } from './ManagedCluster';

const TRAFFIC_WINDOW_SECONDS = 300;

/** Why a zone or a traffic source did not answer; for a person. */
export type Gaps = { zone?: string; traffic?: string };

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
    const claim = await cluster.claim(instance, { signal });
    const managing = claim.instance === instance;
    const [snapshot, zone, traffic] = await Promise.all([
      cluster.list({ signal }),
      readRecords(managed, signal),
      readTraffic(managed, signal),
    ]);
    return {
      snapshot,
      records: zone.value,
      traffic: traffic.value,
      gaps: {
        ...(zone.gap !== undefined && { zone: zone.gap }),
        ...(traffic.gap !== undefined && { traffic: traffic.gap }),
      },
      managing,
      notManaging: managing
        ? ''
        : `Cluster '${name}' is managed by the instance '${claim.instance}' since ${claim.since}; '${instance}' only observes it`,
    };
  } catch (error) {
    signal.throwIfAborted();
    return { problem: toError(error).message };
  }
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
