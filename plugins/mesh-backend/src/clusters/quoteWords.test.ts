import { quoteWarnings, quoteWords } from './quoteWords';

describe('quoteWords', () => {
  it.each([
    ['one line', 'a\n\tb\u0000\u200bc  d', 'a b c d'],
    [
      'no tokens',
      `got Bearer ${'x'.repeat(
        20,
      )}, and eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ.abc_-d here`,
      'got Bearer (hidden), and (hidden) here',
    ],
    ['no passwords', 'at https://user:word@host/path', 'at https://host/path'],
    [
      'plain words',
      'Bearer authentication is basic',
      'Bearer authentication is basic',
    ],
  ])('makes it %s', (_, words, quoted) => {
    expect(quoteWords(words)).toBe(quoted);
  });

  it('keeps it short, whatever it was', () => {
    expect(quoteWords('long '.repeat(1_000_000))).toHaveLength(401);
    expect(quoteWarnings(Array(100).fill('w'))).toHaveLength(5);
  });
});
