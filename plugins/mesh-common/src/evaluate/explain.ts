import type { Findings } from './findings';
import type { WorldOptions } from './types';

/** The reasoning in words. */
export function explain(_: WorldOptions, findings: Findings): string[] {
  return [`TLS: ${findings.transport.client.why}`];
}
