import type { ChangeResult, PassResult } from '@meshwright/plugin-mesh-common';
import { describePass } from './storedPass';

const applied = (key: string, message?: string): ChangeResult => ({
  change: {
    ...{ type: 'create', target: 'object', key },
    desired: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: key } },
  },
  ...(message === undefined
    ? { outcome: 'applied' }
    : { outcome: 'failed', message }),
});

const pass = (more: Partial<PassResult>): PassResult => ({
  ...{ cluster: 'dev', finishedAt: '2027-01-01T00:00:00.000Z' },
  ...{ managing: true, results: [], conflicts: [], drifted: [], settling: {} },
  ...more,
});

const waits = (key: string) => ({
  ...{ key, reason: 'stays for pods with the old labels' },
  until: '2027-01-02T00:00:00.000Z',
});

describe('describePass', () => {
  it.each([
    [[], 'Everything is as it should be; nothing was changed'],
    [[applied('a')], '1 change was made'],
    [[applied('a'), applied('b')], '2 changes were made'],
    [[applied('a', 'Refused')], "The only change was not made; 'a': Refused"],
    [
      [applied('a'), applied('b', 'Refused')],
      "1 of 2 changes were not made; 'b': Refused",
    ],
  ])('counts changes %#', (results, sentence) => {
    expect(describePass(pass({ results }))).toBe(sentence);
  });

  it.each([
    [['a'], 'an object'],
    [['a', 'b'], '2 objects'],
  ])('counts what drifts %#', (drifted, objects) => {
    expect(describePass(pass({ drifted }))).toBe(
      `Somebody else changed or removed ${objects}; a pass within seconds repairs that`,
    );
  });

  it.each([
    [[waits('a')], '1 object waits'],
    [[waits('a'), waits('b')], '2 objects wait'],
  ])('counts what waits for old pods %#', (waiting, wait) => {
    expect(describePass(pass({}), { waiting })).toMatch(
      new RegExp(
        `^Nothing was changed. ${wait} for old pods, until .* at the latest: 'a' stays for`,
      ),
    );
  });
});
