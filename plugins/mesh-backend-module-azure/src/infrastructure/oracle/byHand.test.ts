import { clusterSpec } from '@meshwright/plugin-mesh-common/testUtils';
import { get } from 'lodash';
import { buildProvisionPlan } from '..';
import { emptyWorld } from '../__testUtils__/observedWorlds';
import { deriveIds } from '../ids';

const GROUP =
  '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-ops/providers/Microsoft.Insights/actionGroups/on-call';
const spec = clusterSpec({ monitoring: { actionGroups: [GROUP] } });
const { steps } = buildProvisionPlan(spec, {
  observed: emptyWorld(spec),
  instance: 'test',
});
const bodyOf = (id: string) => steps.find(step => step.id === id)?.body;

describe('kinds that no client of Azure knows', () => {
  it('has a workspace for metrics with nothing but a place', () => {
    expect(bodyOf('metrics')).toEqual({
      location: 'northeurope',
      tags: expect.any(Object),
      properties: {},
    });
  });

  it('has rules with an expression, a name, and a duration each', () => {
    const body = bodyOf('alerts');
    const rules = get(body, 'properties.rules') as unknown[];

    expect(get(body, 'properties.scopes')).toEqual([deriveIds(spec).metrics]);
    expect(get(body, 'properties.interval')).toBe('PT1M');
    expect(rules).toHaveLength(6);
    for (const rule of rules) {
      expect(rule).toEqual({
        alert: expect.stringMatching(/^Mesh[A-Za-z]+$/),
        expression: expect.any(String),
        for: expect.stringMatching(/^PT\d+[MH]$/),
        severity: expect.any(Number),
        enabled: true,
        annotations: { summary: expect.any(String) },
        actions: [{ actionGroupId: GROUP }],
        resolveConfiguration: { autoResolved: true, timeToResolve: 'PT10M' },
      });
    }
  });

  it('believes callers only where they are seen', () => {
    const text = JSON.stringify(bodyOf('alerts'));
    const series = text.match(/istio_\w+\{[^}]*\}/g) ?? [];

    expect(series.length).toBeGreaterThan(5);
    for (const one of series) {
      expect(one).toContain('reporter=\\"destination\\"');
    }
  });
});
