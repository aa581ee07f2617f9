import { object } from '../evaluate/__testUtils__/world';
import { validateWebhook } from './validateWebhook';

type Spec = Parameters<typeof object>[1];

const policy = (spec: Spec) =>
  validateWebhook(object('AuthorizationPolicy shop/a', spec));
const to = (operation: Spec) => ({ rules: [{ to: [{ operation }] }] });
const when = (condition: Spec) => ({ rules: [{ when: [condition] }] });

describe('validateWebhook', () => {
  it('does not speak about kinds that it does not know', () => {
    expect(validateWebhook(object('Namespace /shop', {}))).toBeUndefined();
    expect(
      validateWebhook(object('DestinationRule shop/a', {})),
    ).toBeUndefined();
  });

  it.each<[Spec, string]>([
    [{ action: 'DENY' }, 'DENY action without `rules`'],
    [{ rules: [{ to: [] }] }, '`to` must not be an empty list'],
    [to({ ports: ['0'] }), '`ports`: "0" is no port'],
    [to({ paths: ['/a/{id}'] }), '"/a/{id}" is no valid template'],
    [to({ paths: ['/{**}/a/{*}'] }), '{**} is not the last operator'],
    [when({ key: 'source.time', values: ['9'] }), 'unknown attribute'],
    [when({ key: 'source.ip', values: ['a'] }), '`source.ip` cannot be "a"'],
    [{ selector: { matchLabels: { a: '*' } } }, 'wildcard is not supported'],
    [
      { targetRefs: [{ kind: 'Pod', name: 'a' }] },
      'targetRef cannot be for Pod of group ""',
    ],
  ])('refuses %j', (spec, message) => {
    expect(policy(spec)?.errors).toEqual([expect.stringContaining(message)]);
  });

  it.each<[Spec]>([
    [{}],
    [to({ paths: ['/a/{*}/b/{**}'], notPorts: ['65535'] })],
    [when({ key: 'request.auth.claims[a][b]', notValues: ['c'] })],
    [{ targetRefs: [{ kind: 'Service', group: '', name: 'a' }] }],
  ])('accepts %j', spec => {
    expect(policy(spec)).toEqual({ errors: [], warnings: [] });
  });

  it.each<[number, Spec]>([
    [1, { methods: ['GET'] }],
    [0, { methods: ['GET'], ports: ['8080'] }],
  ])('gives %d warnings to DENY of %j', (count, operation) => {
    const { errors, warnings } =
      policy({ action: 'DENY', ...to(operation) }) ?? {};
    expect(errors).toEqual([]);
    expect(warnings).toHaveLength(count);
  });

  it.each([
    ['https://keys.example.com:8443/jwks', 0],
    ['https://keys.example.com:port', 1],
    ['ftp://keys.example.com', 1],
  ])('judges the address of keys %s', (jwksUri, count) => {
    const found = validateWebhook(
      object('RequestAuthentication shop/a', {
        jwtRules: [{ issuer: 'a', jwksUri }],
      }),
    );
    expect(found?.errors).toHaveLength(count);
  });
});
