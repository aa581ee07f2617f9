import { judgeWebhook } from './judgeValidation';
import { restoreCase } from './restoreCase';

const restore = (spec: unknown) =>
  restoreCase({ object: { kind: 'A', spec } }).object;

describe('restoreCase', () => {
  it.each<[unknown, unknown]>([
    [
      { tracing: [{ customTags: { type: { type: { header: {} } } } }] },
      { tracing: [{ customTags: { type: { header: {} } } }] },
    ],
    [
      { match: { metricMatch: { metric: 'a' }, mode: 'b' } },
      { match: { metric: 'a', mode: 'b' } },
    ],
    [
      { headers: { Request: { set: { Request: 'a' } } } },
      { headers: { request: { set: { Request: 'a' } } } },
    ],
    [{ type: 'HTTP' }, { type: 'HTTP' }],
    [null, null],
  ])('writes %j as it is in JSON', (spec, expected) => {
    expect(restore(spec)).toEqual(expect.objectContaining({ spec: expected }));
  });

  it('judges in the namespace of the test', () => {
    const judge = (test: string) =>
      judgeWebhook(
        {},
        {
          object: {
            apiVersion: 'networking.istio.io/v1',
            kind: 'Sidecar',
            metadata: { name: 'a', namespace: 'default' },
            spec: { egress: [{ hosts: ['./*', 'bar/a.com'] }] },
          },
          source: { test },
          expect: { valid: true, warning: true },
        },
      );
    expect(judge('TestValidateSidecar')).toBeUndefined();
    expect(judge('TestOthers')).toBeDefined();
  });
});
