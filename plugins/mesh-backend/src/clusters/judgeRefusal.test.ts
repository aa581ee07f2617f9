import { isFinal, judgeRefusal } from './judgeRefusal';
import { KubernetesApiError } from './KubernetesApiError';

const answer = (code: number, message?: string, reasons: string[] = []) =>
  new KubernetesApiError({
    code,
    status: {
      message,
      details: { causes: reasons.map(reason => ({ reason })) },
    },
  });

const silent =
  'Internal error occurred: failed calling webhook "a.b": failed to call webhook: Post "https://x:1/y?timeout=1s": context deadline exceeded';

describe('judgeRefusal', () => {
  it.each<
    [KubernetesApiError, 'refused' | 'failed', RegExp | undefined, boolean]
  >([
    // A webhook may choose the code of its denial.
    [
      answer(403, 'admission webhook "a.b" denied the request: no'),
      'refused',
      /ask whoever/,
      true,
    ],
    [
      answer(500, 'admission webhook "a.b" denied the request: no'),
      'refused',
      /ask whoever/,
      true,
    ],
    [
      answer(
        422,
        "policies.x \"a\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'q' denied request: no",
      ),
      'refused',
      /ask whoever/,
      true,
    ],
    [answer(500, silent), 'failed', /webhook 'a\.b' does not answer/, true],
    [answer(403, 'x', ['NamespaceTerminating']), 'failed', /to be gone/, false],
    [
      answer(403, 'x "a" is forbidden: exceeded quota: few, requested: 1'),
      'refused',
      /quota/,
      false,
    ],
    [
      answer(403, 'x is forbidden: User "u" cannot create resource "x"'),
      'refused',
      /the role/,
      false,
    ],
    [answer(413), 'refused', /fewer/, false],
    [answer(500, 'etcdserver: request is too large'), 'refused', /fewer/, true],
    [
      answer(
        422,
        'metadata.annotations: Too long: must have at most 262144 bytes',
      ),
      'refused',
      /fewer/,
      true,
    ],
    [answer(422, 'spec.rules: Invalid value'), 'refused', undefined, false],
    [answer(400), 'refused', undefined, false],
    [answer(429), 'failed', undefined, false],
    [answer(500, 'etcdserver: request timed out'), 'failed', undefined, false],
    [answer(503), 'failed', undefined, false],
  ])('takes %p for %s', (error, ...[outcome, advice, final]) => {
    const judged = judgeRefusal(error);

    expect(judged.outcome).toBe(outcome);
    expect(judged.advice ?? '').toMatch(advice ?? /^$/);
    expect(isFinal(error)).toBe(final);
  });
});
