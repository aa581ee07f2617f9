import type { Target } from './Target';
import { createContractsTarget } from './targets/contracts';
import { createEntitiesTarget } from './targets/entities';
import { createHttpTarget } from './targets/http';
import { createObjectsTarget } from './targets/objects';
import { createPrometheusTarget } from './targets/prometheus';

export const TARGETS = [
  ...['entities', 'contracts', 'prometheus', 'objects', 'http'],
] as const;

/** What is thrown at; of that name only, when one is given. */
export async function createTarget(name: string): Promise<Target> {
  switch (name) {
    case 'entities':
      return createEntitiesTarget();
    case 'contracts':
      return createContractsTarget();
    case 'prometheus':
      return createPrometheusTarget();
    case 'objects':
      return createObjectsTarget();
    default:
      return createHttpTarget();
  }
}
