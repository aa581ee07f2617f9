import { ContractCache } from './ContractCache';
import { keepLastReadable } from './keepLastReadable';
import { parseContract } from './parseContract';

const source = (path: string) => ({
  type: 'openapi',
  definition: JSON.stringify({
    openapi: '3.0.0',
    paths: { [path]: { get: {} } },
  }),
});

describe('ContractCache', () => {
  it('parses a content once, and again when what decides differs', () => {
    const cache = ContractCache.create();
    const first = cache.parse(source('/a'));
    expect(cache.parse(source('/a'))).toBe(first);
    expect(cache.parse(source('/b')).operations[0]?.path).toBe('/b');
    const graphql = { type: 'graphql', definition: 'x' };
    const annotations = { 'meshwright.io/graphql-path': '/q' };
    expect(cache.parse(graphql).operations[0]?.path).toBe('/graphql');
    expect(cache.parse({ ...graphql, annotations }).operations[0]?.path).toBe(
      '/q',
    );
  });

  it('forgets what was not asked for when it is full', () => {
    const cache = ContractCache.create({ size: 4 });
    const first = cache.parse(source('/a'));
    cache.parse(source('/b'));
    expect(cache.parse(source('/a'))).toBe(first);
    cache.parse(source('/c'));
    cache.parse(source('/d'));
    expect(cache.parse(source('/a'))).not.toBe(first);
    expect(cache.parse(source('/a'))).toEqual(first);
  });
});

describe('keepLastReadable', () => {
  const last = parseContract(source('/a'));
  const broken = parseContract({ type: 'openapi', definition: '{' });

  it('keeps what the last readable definition offered, and says so', () => {
    expect(keepLastReadable(broken, last)).toMatchObject({
      kind: 'operations',
      operations: last.operations,
      problems: [],
      stale: { message: expect.stringContaining('neither JSON nor YAML') },
    });
  });

  it.each([
    { when: 'there is no last one', current: broken },
    { when: 'the last one was unreadable', current: broken, before: broken },
    { when: 'the current one is readable', current: last, before: broken },
  ])('takes the current one when $when', ({ current, before }) => {
    expect(keepLastReadable(current, before)).toBe(current);
  });
});
