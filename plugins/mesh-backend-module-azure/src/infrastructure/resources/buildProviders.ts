import type { Desired } from '../Desired';
import type { PlanContext } from '../PlanContext';
import { PROVIDERS } from '../providers';

/** Registrations; nobody ever takes them back. */
export function buildProviders({ ids }: PlanContext): Desired[] {
  return PROVIDERS.map(namespace => ({
    step: `provider/${namespace}`,
    title: `Registration of ${namespace}`,
    type: 'Microsoft.Resources/providers',
    id: ids.providerOf(namespace),
    dependsOn: [],
    answers: ['subscriptionId'],
    seconds: { create: 60, update: 60, delete: 0 },
    reason: 'A subscription has to register what it uses.',
  }));
}
