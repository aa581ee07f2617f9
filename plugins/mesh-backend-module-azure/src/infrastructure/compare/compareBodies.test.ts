import type { JsonObject } from '@backstage/types';
import fc from 'fast-check';
import { compareBodies } from './compareBodies';
import { mergeBodies } from './mergeBodies';

const ID = '/subscriptions/s/resourceGroups/g';
const subnet = (name: string) => ({ name, properties: {} });

describe('compareBodies', () => {
  it.each<[string, JsonObject, JsonObject, string[], string[]]>([
    ['ids in any case', { a: ID }, { a: ID.toUpperCase() }, [], []],
    [
      'regions as they are said',
      { location: 'westeurope' },
      { location: 'West Europe' },
      [],
      [],
    ],
    [
      'names of tags in any case',
      { tags: { A: '1' } },
      { tags: { a: '1' } },
      [],
      [],
    ],
    [
      'values of tags as they are',
      { tags: { a: 'x' } },
      { tags: { a: 'X' } },
      ['tags.a'],
      ['tags.a'],
    ],
    ['what the server adds', { a: 1 }, { a: 1, b: 2 }, [], []],
    ['empty lists that are not there', { a: [] }, {}, [], []],
    ['texts in any order', { a: ['1', '2'] }, { a: ['2', '1'] }, [], []],
    ['texts of others', { a: ['1'] }, { a: ['1', '2'] }, ['a'], []],
    [
      'rules of others',
      { rules: [{ name: 'a' }] },
      { rules: [{ name: 'A' }, { name: 'b' }] },
      ['rules[b]'],
      [],
    ],
    [
      'subnets of others',
      { subnets: [subnet('a')] },
      { subnets: [subnet('b'), subnet('a')] },
      [],
      [],
    ],
    [
      'a count that the autoscaler decides',
      { agentPoolProfiles: [{ name: 'a', count: 3 }] },
      { agentPoolProfiles: [{ name: 'a', count: 7, enableAutoScaling: true }] },
      [],
      [],
    ],
  ])('knows %s', (_, ...[desired, live, inOurs, inTheirs]) => {
    const paths = (owned: boolean) =>
      compareBodies(desired, live, { owned }).map(({ path }) => path);

    expect(paths(true)).toEqual(inOurs);
    expect(paths(false)).toEqual(inTheirs);
  });

  it('finds nothing to change after a merge', () => {
    const key = fc.constantFrom('a', 'b', 'subnets', 'location', 'tags');
    const body = fc.dictionary(key, fc.jsonValue(), { noNullPrototype: true });
    fc.assert(
      fc.property(body, body, fc.boolean(), (desired, live, owned) => {
        const merged = mergeBodies(desired as JsonObject, live as JsonObject, {
          owned,
        });
        expect(compareBodies(desired as JsonObject, merged, { owned })).toEqual(
          [],
        );
      }),
    );
  });
});

describe('mergeBodies', () => {
  it('sends neither what is read only nor what would set something off', () => {
    const live = {
      id: ID,
      etag: 'e',
      identity: {
        type: 'UserAssigned',
        userAssignedIdentities: { [ID]: { principalId: 'p', clientId: 'c' } },
      },
      properties: {
        provisioningState: 'Succeeded',
        theirs: true,
        agentPoolProfiles: [
          {
            name: 'a',
            count: 7,
            enableAutoScaling: true,
            nodeImageVersion: 'v',
          },
          { name: 'gpu', count: 1 },
        ],
      },
    };
    const desired = {
      properties: { agentPoolProfiles: [{ name: 'a', count: 3, maxCount: 9 }] },
    };

    expect(mergeBodies(desired, live, { owned: true })).toEqual({
      identity: { type: 'UserAssigned', userAssignedIdentities: { [ID]: {} } },
      properties: {
        theirs: true,
        agentPoolProfiles: [
          { name: 'a', enableAutoScaling: true, maxCount: 9 },
          { name: 'gpu', count: 1 },
        ],
      },
    });
  });

  it('keeps what others put into what is theirs', () => {
    const live = { properties: { list: ['1'], rules: [{ name: 'x' }] } };
    const desired = { properties: { list: ['2'], rules: [{ name: 'y' }] } };

    expect(mergeBodies(desired, live, { owned: false })).toEqual({
      properties: { list: ['1', '2'], rules: [{ name: 'y' }, { name: 'x' }] },
    });
    expect(mergeBodies(desired, live, { owned: true })).toEqual(desired);
  });
});
