import { fitsSelector } from '../model/build/Guardrails';
import type { EntitySelector, Workload } from '../model/types';

/** True when a selector of the platform is about a workload; absent: any. */
export function isSelected(
  selector: EntitySelector | undefined,
  workload: Workload,
): boolean {
  const { entityRef, lifecycle, tier, system, domain, owner, tags } = workload;
  return fitsSelector(selector, {
    ref: [entityRef],
    lifecycle: [lifecycle],
    tier: [tier],
    system: [system],
    domain: [domain],
    owner: [owner],
    tags: tags ?? [],
  });
}
