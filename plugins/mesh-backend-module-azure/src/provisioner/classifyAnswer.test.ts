import type { Trouble } from '../client/TroubleError';
import { classifyAnswer } from './classifyAnswer';

const step = {
  title: 'Cluster shop',
  operation: 'create',
  dependsOn: ['network'],
  answers: [
    'region',
    'name',
    'network.services',
    'network.range',
    'kubernetes.version',
    'kubernetes.zones',
    'mesh.revision',
    'nodes.size',
    'nodes.max',
    'edge.certificateSecretId',
    'edge.waf',
    'subscriptionId',
    'resourceGroup',
  ],
} as const;
type Step = Parameters<typeof classifyAnswer>[1]['step'];
const base: Step = {
  ...step,
  dependsOn: ['network'],
  answers: [...step.answers],
};
const granted: Step = { ...base, dependsOn: ['role/ingress-subnet'] };
const removal: Step = { ...base, operation: 'delete' };

const refused = (
  status: number,
  code: string,
  { message = `${code} said.`, headers = {} } = {},
): Trouble => ({
  kind: 'refused',
  answer: {
    status,
    headers: { 'x-ms-request-id': 'r-1', ...headers },
    body: { error: { code, message } },
  },
});
const classify = (trouble: Trouble, attempt = 0, what: Step = base) =>
  classifyAnswer(trouble, { step: what, attempt, now: 0 });

describe('classifyAnswer', () => {
  const busy = 'Another operation (Updating) is in progress';
  it.each<[string, Trouble, Step, number]>([
    [
      'OperationNotAllowed',
      refused(409, 'OperationNotAllowed', { message: busy }),
      base,
      2_000,
    ],
    ['EtagMismatch', refused(409, 'EtagMismatch'), base, 0],
    ['412', refused(412, 'PreconditionFailed'), base, 0],
    [
      'AnotherOperationInProgress',
      refused(429, 'AnotherOperationInProgress'),
      base,
      2_000,
    ],
    ['RetryableError', refused(409, 'RetryableError'), base, 2_000],
    [
      'MissingSubscriptionRegistration',
      refused(409, 'MissingSubscriptionRegistration'),
      base,
      2_000,
    ],
    ['PrincipalNotFound', refused(400, 'PrincipalNotFound'), base, 1_000],
    [
      'AuthorizationFailed after a grant',
      refused(403, 'AuthorizationFailed'),
      granted,
      2_000,
    ],
    [
      'LinkedAuthorizationFailed after a grant',
      refused(403, 'LinkedAuthorizationFailed'),
      granted,
      2_000,
    ],
    [
      'InUseSubnetCannotBeDeleted',
      refused(400, 'InUseSubnetCannotBeDeleted'),
      removal,
      2_000,
    ],
    [
      'CannotDeleteResource',
      refused(409, 'CannotDeleteResource'),
      removal,
      2_000,
    ],
    ['429', refused(429, 'TooManyRequests'), base, 5_000],
    [
      '429 and when',
      refused(429, 'SubscriptionRequestsThrottled', {
        headers: { 'retry-after': '17' },
      }),
      base,
      17_000,
    ],
    [
      '429 and when, finely',
      refused(429, 'X', { headers: { 'x-ms-retry-after-ms': '40' } }),
      base,
      40,
    ],
    [
      '429 for hours',
      refused(429, 'X', { headers: { 'retry-after': '7200' } }),
      base,
      900_000,
    ],
    ['408', refused(408, 'RequestTimeout'), base, 1_000],
    ['500', refused(500, 'InternalServerError'), base, 1_000],
    ['503', refused(503, 'ServiceUnavailable'), base, 1_000],
    [
      'a lost connection',
      { kind: 'silent', reason: 'ECONNRESET' },
      base,
      1_000,
    ],
    ['a timeout', { kind: 'silent', reason: 'timeout' }, base, 1_000],
    ['no JSON', { kind: 'silent', reason: 'PARSE_ERROR' }, base, 1_000],
  ])(
    'tries again after %s, and not for ever',
    (_, ...[trouble, what, afterMs]) => {
      expect(classify(trouble, 0, what)).toMatchObject({
        state: 'retry',
        afterMs,
      });
      expect(classify(trouble, 60, what)).toMatchObject({ state: 'failed' });
    },
  );

  it.each<[string, Trouble, string | undefined]>([
    [
      'ServiceCidrOverlapExistingSubnetsCidr',
      refused(400, 'ServiceCidrOverlapExistingSubnetsCidr'),
      'network.services',
    ],
    [
      'K8sVersionNotSupported',
      refused(400, 'K8sVersionNotSupported'),
      'kubernetes.version',
    ],
    [
      'LinkedAuthorizationFailed',
      refused(403, 'LinkedAuthorizationFailed'),
      undefined,
    ],
    [
      'AuthorizationFailed',
      refused(403, 'AuthorizationFailed'),
      'resourceGroup',
    ],
    [
      'ApplicationGateway*',
      refused(400, 'ApplicationGatewayFirewallNotConfiguredForSelectedSku'),
      'edge.waf',
    ],
    [
      'ManagedClusterCountExceedsQuotaLimit',
      refused(400, 'ManagedClusterCountExceedsQuotaLimit'),
      'nodes.max',
    ],
    [
      'quota behind a vague code',
      refused(409, 'OperationNotAllowed', {
        message: 'exceeding approved Total Regional Cores quota',
      }),
      'nodes.max',
    ],
    [
      'ErrCode_InsufficientVCPUQuota',
      refused(400, 'ErrCode_InsufficientVCPUQuota'),
      'nodes.max',
    ],
    ['SkuNotAvailable', refused(409, 'SkuNotAvailable'), 'nodes.size'],
    [
      'ZonalAllocationFailed',
      {
        kind: 'failed',
        status: 'failed',
        answer: {
          status: 200,
          headers: {},
          body: {
            status: 'Failed',
            error: { code: 'ZonalAllocationFailed', message: 'x' },
          },
        },
      },
      'nodes.size',
    ],
    [
      'PublicIPCountLimitReached',
      refused(400, 'PublicIPCountLimitReached'),
      'edge.certificateSecretId',
    ],
    ['VaultAlreadyExists', refused(409, 'VaultAlreadyExists'), 'name'],
    [
      'a revision that does not fit',
      refused(400, 'BadRequest', {
        message: 'Service mesh revision asm-1-1 is not compatible',
      }),
      'mesh.revision',
    ],
    ['a policy', refused(403, 'RequestDisallowedByPolicy'), undefined],
    ['an unknown code', refused(400, 'Whatever'), undefined],
    [
      'an operation that was cancelled',
      {
        kind: 'failed',
        status: 'canceled',
        answer: { status: 200, headers: {}, body: {} },
      },
      undefined,
    ],
    [
      "a proxy's page",
      { kind: 'refused', answer: { status: 403, headers: {}, body: '<html>' } },
      undefined,
    ],
    ['no credential', { kind: 'unauthenticated', transient: false }, undefined],
  ])('fails at once on %s and names the answer', (_, trouble, answer) => {
    const outcome = classify(trouble);
    expect(outcome.state).toBe('failed');
    expect('error' in outcome && outcome.error.answer).toBe(answer);
    expect('error' in outcome && outcome.error.message).toMatch(/\. \S/);
  });

  it('waits ten minutes for a role, whatever was in the way before', () => {
    const trouble = refused(403, 'LinkedAuthorizationFailed');
    for (const before of [0, 5, 17]) {
      let waitedMs = 0;
      let attempt = before;
      let outcome = classify(trouble, attempt, granted);
      while (outcome.state === 'retry') {
        waitedMs += outcome.afterMs;
        attempt += 1;
        outcome = classify(trouble, attempt, granted);
      }
      expect(waitedMs).toBeGreaterThanOrEqual(10 * 60_000);
    }
  });

  it('is content with a role that is granted', () => {
    expect(classify(refused(409, 'RoleAssignmentExists'))).toMatchObject({
      state: 'succeeded',
      changed: false,
    });
  });

  it('takes the same codes without the wrapper, and those inside', () => {
    const answer = { status: 400, headers: {} };
    const inner = { code: 'SkuNotAvailable', message: 'Not in zone 3.' };
    for (const body of [inner, { error: { code: 'X', details: [inner] } }]) {
      expect(
        classify({ kind: 'refused', answer: { ...answer, body } }),
      ).toMatchObject({ state: 'failed', error: { answer: 'nodes.size' } });
    }
  });

  it('tells the code and the request, and nothing secret', () => {
    const message =
      'See https://x.test/op?t=1&s=SIGNATURE, token eyJhbGciOiJub25l.abc, sig=SIGNATURE';
    const outcome = classify(refused(400, 'Whatever', { message }));

    expect(outcome).toMatchObject({
      error: {
        resource: 'Cluster shop',
        code: 'Whatever',
        status: 400,
        requestId: 'r-1',
      },
    });
    expect(JSON.stringify(outcome)).not.toMatch(/SIGNATURE|eyJ/);
  });
});
