import { isJson } from '../kubernetes/types';
import type { Json, KubeObject } from '../kubernetes/types';
import type { Cluster } from './Cluster';
import { judgeCall } from './judgeCall';
import { lookUp } from './lookUp';

/** IPv4 addresses of a name that the cluster does not know itself. */
export type Resolver = (name: string) => string[];

/** A call that reached the proxy of its server. */
export type CountedCall = {
  source: { namespace: string; name: string; serviceAccount: string };
  destination: {
    namespace: string;
    name: string;
    serviceAccount: string;
    service: string;
  };
  code: string;
  mutualTls: boolean;
  /** How often, within the last minute. */
  calls: number;
};

export type CallListener = (call: CountedCall) => void;

export type ProbeOptions = { resolve?: Resolver; onCall?: CallListener };

/** What became of a container so far. */
export type ProbePlay = { isUnderWay: boolean; message?: string };

/** Tries that a probe makes every few seconds are played within this time. */
const PATIENCE_MS = 1_500;

function record(value: unknown): Json {
  return isJson(value) ? value : {};
}

/**
 * Plays a container that calls, by what its environment declares: the
 * outcome is what the objects in force decide. Others end at once.
 */
export function playProbe(
  cluster: Cluster,
  pod: KubeObject,
  options: ProbeOptions & { age: number },
): ProbePlay {
  const probe = readProbe(pod);
  if (!probe) {
    return { isUnderWay: false };
  }
  const mayTryAgain = options.age < PATIENCE_MS;
  if (probe.PROBE_NAMES !== undefined) {
    const names = probe.PROBE_NAMES.split(' ').filter(Boolean);
    const found = names.map(name => lookUp(cluster, { ...options, pod, name }));
    if (mayTryAgain && found.some(addresses => addresses.length === 0)) {
      return { isUnderWay: true };
    }
    const answers = names.map((name, at) => `${name}=${found[at].join(' ')}`);
    return end({ kind: 'dns', answers });
  }
  const url = probe.PROBE_URL ?? '';
  const { seen, body, call } = judgeCall(cluster, { ...options, pod, url });
  const isWanted = seen === probe.PROBE_WANT;
  if (mayTryAgain && !isWanted) {
    return { isUnderWay: true };
  }
  const tries = Number(probe.PROBE_TRIES) || 1;
  const streak = Number(probe.PROBE_STREAK) || 1;
  const calls = isWanted ? Math.min(tries, streak) : tries;
  if (call) {
    options.onCall?.({ ...call, calls });
  }
  return end({ kind: 'call', seen, body, calls, wanted: isWanted ? calls : 0 });
}

function end(report: object): ProbePlay {
  return { isUnderWay: false, message: JSON.stringify(report) };
}

function readProbe(pod: KubeObject): Record<string, string> | undefined {
  const { containers } = record(pod.spec);
  const found = Array.isArray(containers)
    ? containers.filter(isJson).find(({ name }) => name === 'probe')
    : undefined;
  if (!found || !Array.isArray(found.env)) {
    return undefined;
  }
  const values = found.env
    .filter(isJson)
    .map(({ name, value }) => [String(name), String(value ?? '')]);
  return Object.fromEntries(values);
}
