import type { JsonObject } from '@backstage/types';
import {
  type MeshObject,
  type Probe,
  type ProbeOutcome,
  readProbeReport,
} from '@meshwright/plugin-mesh-common';

/** What each probe wrote before it ended, or why it has not. */
export function readOutcomes(
  pods: readonly MeshObject[],
  probes: readonly Probe[],
): Record<string, ProbeOutcome> {
  return Object.fromEntries(
    probes.map(({ name }) => {
      const own = pods.filter(({ metadata }) => metadata.labels?.app === name);
      const outcomes = own.map(readOutcome);
      const reported = outcomes.find(({ report }) => report);
      const outcome = reported ??
        outcomes[0] ?? {
          problem: `its Job '${name}' has no pod; look at the events of the Job`,
        };
      return [name, outcome];
    }),
  );
}

/** A proxy beside it may run on: only the probe's own container counts. */
function readOutcome(pod: MeshObject): ProbeOutcome {
  const container = statusesOf(pod.status?.containerStatuses).find(
    ({ name }) => name === 'probe',
  );
  const { terminated, waiting } = (container?.state ?? {}) as {
    terminated?: { message?: string; reason?: string; exitCode?: number };
    waiting?: { reason?: string; message?: string };
  };
  const { name } = pod.metadata;
  if (!terminated) {
    const reason = waiting?.reason ?? String(pod.status?.phase ?? 'Pending');
    const said = waiting?.message ? `: ${waiting.message.slice(0, 200)}` : '';
    return { problem: `the pod '${name}' is in state ${reason}${said}` };
  }
  const report = readProbeReport(terminated.message ?? '');
  return report
    ? { report }
    : {
        problem: `the pod '${name}' ended without a report (${
          terminated.reason ?? 'no reason'
        }, exit code ${terminated.exitCode ?? '?'})`,
      };
}

function statusesOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? (value as JsonObject[]) : [];
}
