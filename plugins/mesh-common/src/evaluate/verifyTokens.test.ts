import { ask, call, object } from './__testUtils__/world';
import type { CallRequest, CallToken } from './types';

const trust = object('RequestAuthentication shop/api', {
  selector: { matchLabels: { app: 'api' } },
  jwtRules: [{ issuer: 'me', audiences: ['api'] }],
});
const require = object('AuthorizationPolicy shop/api', {
  rules: [{ from: [{ source: { requestPrincipals: ['me/*'] } }] }],
});
const token: CallToken = {
  location: 'header:authorization',
  prefix: 'Bearer ',
  claims: { iss: 'me', sub: 'x', aud: 'api' },
};

function status(http: Partial<CallRequest['http']>): number | undefined {
  const request = call({ http: { method: 'GET', path: '/', ...http } });
  return ask([trust, require], request).httpStatus;
}

describe('tokens', () => {
  it.each([
    ['valid', token, 200],
    ['expired', { ...token, expired: true }, 401],
    ['unverifiable', { ...token, invalid: true }, 401],
    ['of nobody trusted', { ...token, claims: { iss: 'you', sub: 'x' } }, 401],
    [
      'for somebody else',
      { ...token, claims: { ...token.claims, aud: ['b'] } },
      403,
    ],
    [
      'with a number for audience',
      { ...token, claims: { ...token.claims, aud: 1 } },
      401,
    ],
    ['elsewhere', { ...token, location: 'header:x-token' }, 403],
  ])('that are %s', (_, given, expected) => {
    expect(status({ tokens: [given] })).toBe(expected);
  });

  it('may be absent where nothing requires them', () => {
    expect(status({})).toBe(403);
    expect(ask([trust], call()).httpStatus).toBe(200);
  });

  it('are refused when a header holds something else', () => {
    expect(status({ headers: { Authorization: 'Bearer xyz' } })).toBe(401);
    expect(status({ headers: { Authorization: 'Basic xyz' } })).toBe(403);
  });

  it('count for nothing where no RequestAuthentication reads them', () => {
    const http = { method: 'GET', path: '/', claims: token.claims };
    const verdict = ask([require], call({ http }));
    expect(verdict.decision).toBe('deny');
    expect(verdict.because.join('\n')).toContain('The token is not looked at');
    expect(ask([trust, require], call({ http })).decision).toBe('allow');
  });
});
