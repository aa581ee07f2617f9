import fc from 'fast-check';
import { code, comment, escapeText, limitedTable, table } from './markdown';

const HOSTILE = [
  '|',
  '\n',
  '<!--',
  '-->',
  '</details>',
  '`',
  '@everyone',
  '#1',
  '![x](https://evil.example/y.png)',
  '[x](javascript:alert(1))',
  'https://evil.example',
  ':boom:',
  'www.evil.example',
  '\\',
  '<script>',
  '&lt;',
  '$x$',
];

describe('Markdown', () => {
  it('keeps hostile text inside of its cell', () => {
    const text = fc
      .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string()))
      .map(parts => parts.join(''));
    fc.assert(
      fc.property(text, value => {
        const row = table(['a', 'b'], [[escapeText(value), code(value)]]);
        const lines = row.split('\n');
        expect(lines).toHaveLength(3);
        expect(lines[2]?.split('|')).toHaveLength(4);
        expect(escapeText(value)).not.toMatch(
          /[<>`|@[\]!*_]|https?:\/\/|#(?!\d+;)|&(?!#\d+;)/,
        );
      }),
    );
  });

  it('does not make readable text unreadable', () => {
    const text = "component:default/web may call 'api' (HTTP 80), no --input.";
    expect(escapeText(text)).toBe(text);
  });

  it('starts with a mark that a later run finds', () => {
    expect(comment('diff', ['a', undefined, 'b'])).toBe(
      '<!-- meshwright:diff -->\n\na\n\nb\n',
    );
  });

  it('leaves out whole parts of what is too long, and says so', () => {
    const long = comment('check', ['a', 'x'.repeat(70_000), 'b']);
    expect(long.length).toBeLessThan(65_000);
    expect(long).toContain('2 more parts do not fit');
  });

  it('cuts long tables, and says so', () => {
    const rows = Array.from({ length: 150 }, (_, index) => [String(index)]);
    expect(limitedTable(['n'], rows)).toContain('… and 50 more');
  });
});
