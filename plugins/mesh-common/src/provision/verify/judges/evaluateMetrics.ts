import type { Evidence } from '../../run';
import { failed, passed, unknown } from '../evidence';

/**
 * Calls as a source of traffic tells them; see `TrafficObservation`.
 *
 * @public
 */
export type ObservedCalls = {
  source: { namespace: string; serviceAccount: string };
  destination: { namespace: string; workload: string };
  /** Per second. */
  rate: number;
  /** Share that was mutual TLS, 0 to 1. */
  mtls: number;
};

/**
 * Whether the calls of a probe are seen in the traffic of the cluster.
 *
 * @param read - Traffic of the cluster, or why it could not be read
 *
 * @public
 */
export function evaluateMetrics(
  read: { traffic?: readonly ObservedCalls[]; problem?: string },
  call: { namespace: string; serviceAccount: string; workload: string },
): Evidence[] {
  const row = {
    what: 'Metrics of the calls that this check made',
    expected:
      "they arrive as 'istio_requests_total', with the caller's identity",
  };
  const { traffic, problem } = read;
  if (!traffic) {
    return [unknown({ ...row, why: problem ?? 'no metrics could be read' })];
  }
  const found = traffic.filter(
    ({ destination }) =>
      destination.namespace === call.namespace &&
      destination.workload === call.workload,
  );
  if (found.length === 0) {
    return [failed({ ...row, seen: problem ?? 'none arrived in time' })];
  }
  const known = found.find(
    ({ source }) =>
      source.namespace === call.namespace &&
      source.serviceAccount === call.serviceAccount,
  );
  if (!known) {
    return [failed({ ...row, seen: 'calls arrived without an identity' })];
  }
  const rate = known.rate.toFixed(2);
  const share = Math.round(known.mtls * 100);
  const seen = `${rate} calls a second, ${share} % of them by mutual TLS`;
  return [known.mtls > 0 ? passed({ ...row, seen }) : failed({ ...row, seen })];
}
