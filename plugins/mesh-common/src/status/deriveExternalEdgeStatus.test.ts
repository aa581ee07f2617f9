import { buildModel } from '../model';
import { component, input, resource } from '../testUtils';
import { deriveStatuses } from './deriveStatuses';

const STRIPE = 'resource:default/stripe';

const stripe = resource({ name: 'stripe', type: 'external-service' });
stripe.spec = {
  ...stripe.spec,
  mesh: {
    hosts: ['api.stripe.com'],
    ports: [{ port: 443, protocol: 'tls' }],
  },
};

const edgeOf = (owner?: string) => {
  const web = component({ name: 'web', dependsOn: [STRIPE], owner });
  const { model } = buildModel(input([web, stripe]));
  const statuses = deriveStatuses({
    model,
    diagnostics: [],
    compiled: [],
    passes: [],
    settleSeconds: 15,
  });
  return statuses[0].workloads[0].outbound[0];
};

describe('an edge that leads out of the cluster', () => {
  it('is shown, and is never in force without proof', () => {
    const edge = edgeOf();
    expect(edge).toMatchObject({
      provider: { entityRef: STRIPE, hosts: ['api.stripe.com'] },
      what: 'TLS 443',
      consent: { state: 'granted' },
    });
    expect(edge.summary).not.toBe('in-force');
    const steps = new Map(edge.steps.map(({ step, status }) => [step, status]));
    expect(steps.get('approved')).toBe('true');
    expect(steps.get('enforced')).not.toBe('true');
    expect(steps.get('observed')).toBe('unknown');
  });

  it('says whose approval it waits for', () => {
    expect(edgeOf('group:default/retail')).toMatchObject({
      summary: 'waiting',
      sentence: 'Waiting for stripe (group:default/shop) to approve',
    });
  });
});
