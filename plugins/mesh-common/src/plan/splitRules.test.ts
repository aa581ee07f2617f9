import { pickRules, splitRules } from './splitRules';

it('splits rules by peer and keeps what they admit', () => {
  const to = [{ operation: { ports: ['80'] } }];
  const calls = splitRules([
    { from: [{ source: { principals: ['a', 'b'] } }], to },
  ]);
  expect(calls).toEqual([
    { from: [{ source: { principals: ['a'] } }], to },
    { from: [{ source: { principals: ['b'] } }], to },
  ]);
  const ports = [{ port: 80 }];
  const peers = ['x', 'y'].map(app => ({
    podSelector: { matchLabels: { app } },
  }));
  expect(splitRules([{ from: peers, ports }, { ports }])).toEqual([
    { from: [peers[0]], ports },
    { from: [peers[1]], ports },
    { ports },
  ]);
  expect(pickRules(calls, [calls[1]], 'shared')).toEqual([calls[1]]);
  expect(pickRules(calls, [calls[1]], 'missing')).toEqual([calls[0]]);
});
