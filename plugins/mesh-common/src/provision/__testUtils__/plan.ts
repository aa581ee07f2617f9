import { clusterSpec } from '../../testUtils/clusterSpec';
import type { ProvisionPlan, ProvisionStep } from '../plan';

/** A step of a plan, by default the creation of a network. */
export function step(overrides: Partial<ProvisionStep> = {}): ProvisionStep {
  return {
    id: 'network',
    target: 'arm',
    title: 'Virtual network vnet-shop-neu',
    operation: 'create',
    reason: 'The cluster lives in it.',
    resource: {
      id: '/subscriptions/0/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet-shop-neu',
      type: 'Microsoft.Network/virtualNetworks',
      name: 'vnet-shop-neu',
      apiVersion: '2026-01-01',
    },
    provider: 'Microsoft.Network',
    dependsOn: [],
    body: { location: 'northeurope', properties: {} },
    changes: [],
    answers: ['network.range'],
    expectedSeconds: 10,
    ...overrides,
  };
}

export function plan(
  steps: ProvisionStep[],
  overrides: Partial<ProvisionPlan> = {},
): Omit<ProvisionPlan, 'digest'> {
  return {
    purpose: 'provision',
    spec: clusterSpec(),
    steps,
    problems: [],
    addresses: [],
    criticalPath: { steps: [], seconds: 0 },
    ...overrides,
  };
}
