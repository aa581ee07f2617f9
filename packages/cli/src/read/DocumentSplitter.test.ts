import fc from 'fast-check';
import { DocumentSplitter } from './DocumentSplitter';

/** The documents of a text that comes in pieces of some size. */
function split(
  text: string,
  { size = 7, format = 'yaml' as 'yaml' | 'lines', limit = 1000 } = {},
) {
  const splitter = new DocumentSplitter({ format, limit });
  const bytes = Buffer.from(text);
  const found = [];
  for (let at = 0; at < bytes.length; at += size) {
    found.push(...splitter.push(bytes.subarray(at, at + size)));
  }
  found.push(...splitter.end());
  return found.map(({ bytes: part, ...rest }) => ({
    ...rest,
    text: Buffer.from(part).toString(),
  }));
}

describe('DocumentSplitter', () => {
  it('cuts at markers, and knows where documents start', () => {
    expect(split('a: 1\n---\nb: 2\n--- c\n')).toEqual([
      { text: 'a: 1\n', line: 1, offset: 0 },
      { text: '---\nb: 2\n', line: 2, offset: 5 },
      { text: '--- c\n', line: 4, offset: 14 },
    ]);
  });

  it.each([
    ['longer dashes', 'a: |\n  x\n----\n'],
    ['a marker that is indented', 'a: |\n  ---\n  b\n'],
    ['a comment before the first marker', '# hello\n---\na: 1\n'],
    ['directives', '%YAML 1.2\n---\na: 1\n'],
    ['an indented comment and blank lines', '\n  # x\n\n---\na: 1\n'],
  ])('does not cut at %s', (_, text) => {
    expect(split(text)).toHaveLength(1);
  });

  it('gives the same documents whatever the pieces', () => {
    const line = fc.constantFrom(
      '---',
      '...',
      'a: 1',
      '# c',
      '',
      '  - é',
      '--',
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 30 }).map(lines => lines.join('\n')),
        fc.integer({ min: 1, max: 9 }),
        (text, size) => {
          const whole = split(text, { size: 10_000 });
          expect(split(text, { size })).toEqual(whole);
          expect(whole.map(each => each.text).join('')).toBe(text);
        },
      ),
    );
  });

  it('holds no more than the limit, and goes on behind it', () => {
    const documents = split(`${'x'.repeat(5000)}\n---\na: 1\n`);
    expect(documents).toEqual([
      expect.objectContaining({
        text: '',
        problem: expect.stringContaining('larger than'),
      }),
      { text: '---\na: 1\n', line: 2, offset: 5001 },
    ]);
  });

  it('takes each line for a document where lines are objects', () => {
    const documents = split('{"a":1}\n{"b":2}\n', { format: 'lines' });
    expect(documents.map(({ text, line }) => [text, line])).toEqual([
      ['{"a":1}\n', 1],
      ['{"b":2}\n', 2],
    ]);
  });
});
