import type { JsonObject } from '@backstage/types';
import { conflictingEntryProtocols } from './conflictingEntryProtocols';
import { serviceEntryAddresses } from './serviceEntryAddresses';
import { find, object } from './__testUtils__/objects';

describe('ServiceEntries', () => {
  const entry = (
    name: string,
    protocol: string | undefined,
    rest: JsonObject = {},
  ) =>
    object(`ServiceEntry ${name}`, {
      hosts: ['b.com'],
      ports: [{ number: 443, name: 'p', ...(protocol ? { protocol } : {}) }],
      ...rest,
    });

  it.each([
    ['TCP', entry('a/e', 'TCP'), {}, true],
    ['tcp', entry('a/e', 'tcp'), {}, true],
    ['no protocol', entry('a/e', undefined), {}, true],
    ['another protocol', entry('a/e', 'TLS'), {}, false],
    ['an address', entry('a/e', 'TCP', { addresses: ['10.0.0.1'] }), {}, false],
    [
      'no address in the list',
      entry('a/e', 'TCP', { addresses: [] }),
      {},
      true,
    ],
    [
      'addresses by DNS',
      entry('a/e', 'TCP'),
      { ISTIO_META_DNS_CAPTURE: 'true', PILOT_ENABLE_IP_AUTOALLOCATE: 'true' },
      false,
    ],
    [
      'DNS alone',
      entry('a/e', 'TCP'),
      { ISTIO_META_DNS_CAPTURE: 'true' },
      true,
    ],
    [
      'addresses without DNS',
      entry('a/e', 'TCP'),
      { ISTIO_META_DNS_AUTO_ALLOCATE: 'true' },
      true,
    ],
  ])('need addresses with %s', (...[, item, proxyMetadata, isWrong]) => {
    const meshConfig = { defaultConfig: { proxyMetadata } };
    expect(find(serviceEntryAddresses, [item], { meshConfig })).toEqual(
      isWrong ? ['ServiceEntry a/e spec/ports[0]'] : [],
    );
  });

  it('need no addresses when they were given one', () => {
    const given = {
      ...entry('a/e', 'TCP'),
      status: { addresses: [{ value: '240.0.0.1' }] },
    };
    expect(find(serviceEntryAddresses, [given])).toEqual([]);
  });

  it.each([
    ['the same', entry('b/f', 'https'), false],
    ['another protocol', entry('b/f', 'HTTP'), true],
    ['another host', entry('b/f', 'HTTP', { hosts: ['c.com'] }), false],
    [
      'another port',
      entry('b/f', 'HTTP', { ports: [{ number: 80, protocol: 'HTTP' }] }),
      false,
    ],
    [
      'another, kept to itself',
      entry('b/f', 'HTTP', { exportTo: ['.'] }),
      true,
    ],
  ])('agree with %s', (_, other, isConflict) => {
    expect(
      find(conflictingEntryProtocols, [entry('a/e', 'HTTPS'), other]),
    ).toHaveLength(isConflict ? 2 : 0);
  });

  it('do not meet those of namespaces that do not see them', () => {
    const kept = (name: string, protocol: string) =>
      entry(name, protocol, { exportTo: ['.'] });
    expect(
      find(conflictingEntryProtocols, [
        kept('a/e', 'HTTP'),
        kept('b/f', 'TLS'),
      ]),
    ).toEqual([]);
    expect(
      find(conflictingEntryProtocols, [
        kept('a/e', 'HTTP'),
        kept('a/f', 'TLS'),
      ]),
    ).toHaveLength(2);
  });
});
