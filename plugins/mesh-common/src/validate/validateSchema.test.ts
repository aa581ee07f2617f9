import { object } from '../evaluate/__testUtils__/world';
import { validateSchema } from './validateSchema';

const errors = (...args: Parameters<typeof object>) =>
  validateSchema(object(...args))?.errors;

describe('validateSchema', () => {
  it('does not speak about kinds that it does not know', () => {
    expect(validateSchema(object('Namespace /shop', {}))).toBeUndefined();
  });

  it('names the field and what is wrong with it', () => {
    expect(
      errors('RequestAuthentication shop/jwt', {
        jwtRules: [{ issuer: 'a', audiences: ['ok', ''], fromHeaders: [{}] }],
      }),
    ).toEqual([
      'spec.jwtRules[0].audiences[1]: Invalid value: "": spec.jwtRules[0].audiences[1] in body should be at least 1 chars long',
      'spec.jwtRules[0].fromHeaders[0].name: Required value',
    ]);
  });

  it.each([
    [{ selector: { matchLabels: { app: 'a' } } }, []],
    [{}, ['portLevelMtls requires selector']],
    [{ selector: {} }, ['portLevelMtls requires selector']],
  ])('wants ports to have a selector: %j', (spec, messages) => {
    expect(
      errors('PeerAuthentication shop/a', {
        ...spec,
        portLevelMtls: { '8080': { mode: 'STRICT' } },
      }),
    ).toEqual(messages.map(text => `spec: Invalid value: "object": ${text}`));
  });

  it('counts what may be too much', () => {
    const rules = Array.from({ length: 513 }, () => ({}));
    expect(errors('AuthorizationPolicy shop/a', { rules })).toEqual([
      'spec.rules: Too many: 513: must have at most 512 items',
    ]);
  });
});
