import type { Workload } from '../model/types';
import type { PassResult } from './pass';

/**
 * An RFC 3339 instant of UTC to the minute, for people anywhere:
 * `2026-11-23 13:55 UTC`.
 *
 * @public
 */
export function formatInstant(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}

/** `Cluster shop-weu has not answered since …; shown as of then`. */
export function describeSilence(cluster: string, pass?: PassResult): string {
  if (!pass) {
    return `Cluster ${cluster} has not been read yet; the first pass tells more`;
  }
  const why = pass.problem ? ` (${pass.problem})` : '';
  return pass.lastReadAt
    ? `Cluster ${cluster} has not answered since ${formatInstant(
        pass.lastReadAt,
      )}${why}; shown as of then`
    : `Cluster ${cluster} has not answered yet${why}; check its address and credentials`;
}

/** The short name of an entity: `payments` of `component:default/payments`. */
export function nameOf(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1);
}

/** `payments (group:default/payments)`. */
export function withOwner(
  workload: Pick<Workload, 'entityRef' | 'owner'>,
): string {
  const name = nameOf(workload.entityRef);
  return workload.owner ? `${name} (${workload.owner})` : name;
}

/** `1 caller`, `3 callers`. */
export function count(number: number, noun: string): string {
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${number} ${number === 1 ? noun : plural}`;
}

/** Of an edge that some objects express. */
export function describeImplementation(objects: number): string {
  return objects === 1
    ? '1 object implements it'
    : `${objects} objects implement it`;
}

/** Why nothing is known of traffic. */
export function describeNoTraffic(
  cluster: string,
  pass: PassResult | undefined,
): string {
  const reason = pass?.gaps?.traffic;
  return `No metrics source of cluster ${cluster} answered${
    reason ? ` (${reason})` : ''
  }, so nothing is known of its traffic`;
}
