import { Random } from '../azure/Random';
import { createTarget, TARGETS } from './createTargets';

jest.setTimeout(120_000);

/** The one that starts a backend is left to the command. */
const targets = TARGETS.filter(name => name !== 'http');

it.each(targets)('%s bear hostile input', async name => {
  const target = await createTarget(name);
  let attempts = 0;

  for (; attempts < 60; attempts += 1) {
    await target.attempt(new Random(`test/${attempts}`));
  }

  expect(attempts).toBe(60);
});
