import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { objectRules } from '../objectRules';

const text = readFileSync(
  resolve(__dirname, '../../../../../docs/rules/index.md'),
  'utf8',
);

/** The cells of each row about a rule. */
const rows = [...text.matchAll(/^\| \[(MW\d{4})\]\((MW\d{4})\.md\) (.*) \|$/gm)]
  .map(([, code, page, cells = '']) => ({
    code,
    page,
    cells: cells
      .split('|')
      .map(cell => cell.trim())
      .filter(Boolean),
  }))
  .sort((a, b) => (`${a.code}` < `${b.code}` ? -1 : 1));

describe('the list of rules', () => {
  it('names every rule once, as the rule names itself', () => {
    expect(rows).toEqual(
      objectRules.map(({ code, severity, summary, aliases = [] }) => ({
        code,
        page: code,
        cells: [
          severity,
          summary,
          ...(aliases.length > 0
            ? [aliases.map(alias => `\`${alias}\``).join(', ')]
            : []),
        ],
      })),
    );
  });
});
