import { step } from './__testUtils__/createRunWorld';
import { hidePoller, hideSecrets } from './hidePoller';

describe('hideSecrets', () => {
  it.each([
    ['GET https://a/b?s=1 failed', 'GET https://a/b failed'],
    ['"https://a/b?s=1"', '"https://a/b"'],
    ['see https://a/b for more?', 'see https://a/b for more?'],
    ['a poller p-1 and p-1', 'a poller … and …'],
    ['nothing', 'nothing'],
  ])('makes of %p %p', (text, shown) => {
    expect(hideSecrets(text, ['p-1'])).toBe(shown);
  });

  it('is quick with a text made to be slow', () => {
    const text = 'https://'.repeat(20_000);
    expect(hideSecrets(text, [])).toBe(text);
  });
});

describe('hidePoller', () => {
  const progress = {
    state: 'running' as const,
    poller: 'p-2',
    afterMs: 1,
    message: 'p-1 became p-2',
  };

  it('keeps what is to be carried on', () => {
    const options = { step: step('a'), secrets: ['p-1'] };
    expect(hidePoller(progress, options)).toEqual({
      ...progress,
      message: '… became …',
    });
  });

  it('lets a check name what it made', () => {
    const options = { step: step('a', { target: 'check' }), secrets: [] };
    expect(hidePoller(progress, options)).toEqual(progress);
  });
});
