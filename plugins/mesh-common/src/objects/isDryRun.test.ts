import { isDryRun } from './isDryRun';

const policy = (value?: string, kind = 'AuthorizationPolicy') => ({
  apiVersion: 'security.istio.io/v1',
  kind,
  metadata: {
    name: 'orders',
    ...(value !== undefined && { annotations: { 'istio.io/dry-run': value } }),
  },
});

describe('isDryRun', () => {
  it.each(['1', 't', 'T', 'true', 'TRUE', 'True'])('reads %s as true', value =>
    expect(isDryRun(policy(value))).toBe(true),
  );

  // Istio enforces what it cannot read.
  it.each(['false', '0', 'tRUE', 'yes', '', ' true', undefined])(
    'reads %j as false',
    value => expect(isDryRun(policy(value))).toBe(false),
  );

  it('is about policies that proxies judge alone', () => {
    expect(isDryRun(policy('true', 'PeerAuthentication'))).toBe(false);
  });
});
