import type { Workload } from '../../model/types';
import { canonicalJson } from '../../objects';

/** What the objects of those who call it, or are called, say of a workload. */
export function shownToPeers(workload: Workload | undefined): string {
  return workload
    ? canonicalJson([
        ...[workload.namespace, workload.serviceAccount, workload.selector],
        ...[workload.service ?? null, workload.inMesh, workload.binding.state],
      ])
    : '';
}

/** What gateways and their hosts say of a workload. */
export function shownAtGateways(workload: Workload | undefined): string {
  const leads =
    workload && (workload.expose.length > 0 || workload.dns.length > 0);
  return leads ? canonicalJson({ ...workload }) : '';
}

/** What guardrails look at. */
export function shownToGuardrails(workload: Workload | undefined): string {
  return workload ? canonicalJson({ ...workload, ports: [], title: '' }) : '';
}

/** Whether edges of a workload take effect at all. */
export function canTakePart(workload: Workload | undefined): string {
  return workload ? `${workload.binding.state} ${workload.inMesh}` : '';
}
