import { Random } from '../azure/Random';
import { createTarget, TARGETS } from './createTargets';

jest.setTimeout(120_000);

/** The one that starts a backend is left to the command. */
const targets = TARGETS.filter(name => name !== 'http');

/** Input that once was too much. */
it.each([
  ['objects', '77/23459'],
  ['objects', '77/5542'],
  ['prometheus', '77/36749'],
  ['contracts', '77/31813'],
  ['contracts', '77/68033'],
] as const)('%s bear attempt %s', async (name, attempt) => {
  const target = await createTarget(name);
  const answer = (async () => target.attempt(new Random(attempt)))();

  await expect(answer).resolves.toBeUndefined();
});

it.each(targets)('%s bear hostile input', async name => {
  const target = await createTarget(name);
  let attempts = 0;

  for (; attempts < 60; attempts += 1) {
    await target.attempt(new Random(`test/${attempts}`));
  }

  expect(attempts).toBe(60);
});
