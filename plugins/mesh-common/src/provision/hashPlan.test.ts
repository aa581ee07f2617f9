import { plan, step } from './__testUtils__/plan';
import { hashPlan } from './hashPlan';

const digest = hashPlan(plan([step(), step({ id: 'b' })]));

describe('hashPlan', () => {
  it('is a SHA-256 in hex', () => {
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['the time', step({ expectedSeconds: 99 })],
    ['the reason', step({ reason: 'Another.' })],
    ['the title', step({ title: 'Network' })],
    [
      'the order of keys',
      step({ body: { properties: {}, location: 'northeurope' } }),
    ],
  ])('does not change with %s', (_, changed) => {
    expect(hashPlan(plan([changed, step({ id: 'b' })]))).toBe(digest);
  });

  it('changes with neither the order of steps nor the cost', () => {
    const cost = { currency: 'USD', monthly: 1, items: [], notIncluded: [] };

    expect(hashPlan(plan([step({ id: 'b' }), step()], { cost }))).toBe(digest);
  });

  it.each([
    ['an operation', [step({ operation: 'update' }), step({ id: 'b' })]],
    ['a body', [step({ body: { location: 'westeurope' } }), step({ id: 'b' })]],
    ['a step less', [step()]],
    [
      'a step more',
      [step(), step({ id: 'b' }), step({ id: 'c', operation: 'delete' })],
    ],
    [
      'an API version',
      [
        step({ resource: { ...step().resource, apiVersion: '2027-01-01' } }),
        step({ id: 'b' }),
      ],
    ],
  ])('changes with %s', (_, steps) => {
    expect(hashPlan(plan(steps))).not.toBe(digest);
  });

  it('changes with the purpose and the cluster', () => {
    const steps = [step(), step({ id: 'b' })];
    const { spec } = plan([]);

    expect(hashPlan(plan(steps, { purpose: 'retire' }))).not.toBe(digest);
    expect(
      hashPlan(plan(steps, { spec: { ...spec, name: 'other' } })),
    ).not.toBe(digest);
  });
});
