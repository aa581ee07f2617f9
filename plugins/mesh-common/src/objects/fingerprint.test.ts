import { fingerprint } from './fingerprint';

describe('fingerprint', () => {
  it('does not depend on the order of keys, and on nothing else', () => {
    const of = fingerprint({ a: [1, { b: 'x' }], c: null });

    expect(fingerprint({ c: null, a: [1, { b: 'x' }] })).toBe(of);
    expect(fingerprint({ c: null, a: [{ b: 'x' }, 1] })).not.toBe(of);
    expect(fingerprint({ c: null, a: [1, { b: 'y' }] })).not.toBe(of);
  });

  it('bears a value that is deeper than any kind goes', () => {
    let value: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth += 1) {
      value = depth % 2 ? [value] : { value };
    }

    expect(fingerprint(value)).toMatch(/^[0-9a-f]{16}$/);
  });
});
