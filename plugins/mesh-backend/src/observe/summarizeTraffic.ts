import type { TrafficObservation } from '@meshwright/plugin-mesh-common';
import type { Sample } from './queryPrometheus';

/** `spiffe://<trust domain>/ns/<namespace>/sa/<service account>` */
const PRINCIPAL = /^spiffe:\/\/[^/]+\/ns\/([^/]+)\/sa\/([^/]+)$/;

/** What a proxy reports of what it cannot tell. */
const UNKNOWN = 'unknown';

type Sum = {
  first: Pick<TrafficObservation, 'source' | 'destination'>;
  rate: number;
  denied: number;
  mtls: number;
  time: number;
};

/** Adds up series to one observation per source and destination. */
export function summarizeTraffic(
  cluster: string,
  samples: readonly Sample[],
): TrafficObservation[] {
  const sums = new Map<string, Sum>();
  for (const sample of samples) {
    if (sample.value > 0 && isInstant(sample.time)) {
      addSample(sums, sample);
    }
  }
  return [...sums.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { first, rate, denied, mtls, time }]) => ({
      cluster,
      ...first,
      rate,
      denied: denied / rate,
      mtls: mtls / rate,
      lastSeen: new Date(time * 1000).toISOString(),
    }));
}

/** Seconds that a calendar has; anything may be written in an answer. */
function isInstant(seconds: number): boolean {
  return Number.isFinite(new Date(seconds * 1000).getTime());
}

function addSample(sums: Map<string, Sum>, { labels, value, time }: Sample) {
  const first = {
    source: readSource(labels),
    destination: {
      namespace: labels.destination_workload_namespace ?? UNKNOWN,
      workload: labels.destination_workload ?? UNKNOWN,
    },
  };
  const key = JSON.stringify(first);
  const sum = sums.get(key) ?? { first, rate: 0, denied: 0, mtls: 0, time };
  const isDenied = labels.response_code === '403';
  const isMutual = labels.connection_security_policy === 'mutual_tls';
  sums.set(key, {
    first,
    rate: sum.rate + value,
    denied: sum.denied + (isDenied ? value : 0),
    mtls: sum.mtls + (isMutual ? value : 0),
    time: Math.max(sum.time, time),
  });
}

/** A caller without a certificate has no service account that counts. */
function readSource(labels: Record<string, string>) {
  const [, namespace, serviceAccount] =
    PRINCIPAL.exec(labels.source_principal ?? '') ?? [];
  return namespace && serviceAccount
    ? { namespace, serviceAccount }
    : {
        namespace: labels.source_workload_namespace ?? UNKNOWN,
        serviceAccount: UNKNOWN,
      };
}
