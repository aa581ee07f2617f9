import type { ObjectChange } from '@meshwright/plugin-mesh-node';
import { KubernetesApiError, parseApiError } from './KubernetesApiError';
import { parseWarnings } from './KubernetesConnection';
import { toResult } from './toResult';

const object = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'b' },
};
const change = (type: string) =>
  ({
    target: 'object',
    type,
    key: '/ConfigMap/b/a',
    desired: object,
    live: object,
  } as ObjectChange);

const failure = (code: number, message = 'no') =>
  new KubernetesApiError({ code, status: { message } });

describe('toResult', () => {
  it.each([
    ['create', 409, 'conflict'],
    ['update', 409, 'conflict'],
    ['create', 400, 'refused'],
    ['update', 403, 'refused'],
    ['update', 422, 'refused'],
    ['delete', 404, 'applied'],
    ['update', 404, 'failed'],
    ['create', 404, 'failed'],
    ['create', 429, 'failed'],
    ['delete', 503, 'failed'],
  ])('takes a %s that is answered %p for %p', (type, code, outcome) => {
    expect(toResult(change(type), failure(code)).outcome).toBe(outcome);
  });

  it('says that an apply found nothing to apply to', () => {
    const error = failure(
      409,
      'uid mismatch: the provided object specified uid x, and no existing object was found',
    );

    expect(toResult(change('update'), error)).toMatchObject({
      outcome: 'failed',
      message: 'It is gone; the next pass creates it again',
    });
  });

  it('names every manager that is in the way, and its field', () => {
    const error = new KubernetesApiError({
      code: 409,
      status: {
        details: {
          causes: [
            {
              reason: 'FieldManagerConflict',
              message: 'conflict with "flux" using v1',
              field: '.data.a',
            },
          ],
        },
      },
    });

    expect(toResult(change('update'), error).message).toBe(
      "Fields of ours are managed by somebody else: '.data.a' by 'flux'",
    );
  });

  it('puts network failures into words', () => {
    const error = new TypeError('fetch failed', {
      cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
    });

    expect(toResult(change('create'), error)).toMatchObject({
      outcome: 'failed',
      message: 'nothing listens at its address',
    });
  });
});

describe('parseApiError', () => {
  it('does not pass on pages of proxies', () => {
    const error = parseApiError({
      code: 502,
      headers: { 'retry-after': '7' },
      body: '<html><body>Bad gateway</body></html>',
    });

    expect(error.message).toBe('HTTP 502');
    expect(error.retryAfterSeconds).toBe(7);
  });
});

describe('parseWarnings', () => {
  it('reads every warning of a header', () => {
    expect(
      parseWarnings('299 - "unknown field \\"spec.x\\"", 299 - "deprecated"'),
    ).toEqual(['unknown field "spec.x"', 'deprecated']);
    expect(parseWarnings(undefined)).toEqual([]);
  });
});
