import { count, describeImplementation } from './sentences';

it.each([
  [count(1, 'caller'), '1 caller'],
  [count(3, 'caller'), '3 callers'],
  [count(0, 'entity'), '0 entities'],
  [describeImplementation(1), '1 object implements it'],
  [describeImplementation(2), '2 objects implement it'],
])('counts as people do: %s', (sentence, expected) => {
  expect(sentence).toBe(expected);
});
