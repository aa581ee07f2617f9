import fc from 'fast-check';
import { parseText } from './parseText';

const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x,x]',
  ...'bcdefgh'.split('').map((key, index) => {
    const before = 'abcdefgh'[index];
    return `${key}: &${key} [${Array(10).fill(`*${before}`).join(',')}]`;
  }),
].join('\n');

describe('parseText', () => {
  it.each([
    [
      'yaml',
      'a: 1\nb:\n  c: 1\n  c: 2\n',
      "Key 'c' is there twice, first in line 3",
      4,
    ],
    [
      'json',
      '{\n"a": 1,\n"a": 2}',
      "Key 'a' is there twice, first in line 2",
      3,
    ],
    ['yaml', bomb, 'Its aliases stand for too much', undefined],
    [
      'yaml',
      `${'['.repeat(500)}${']'.repeat(500)}`,
      'It is nested too deeply',
      1,
    ],
    [
      'json',
      `${'['.repeat(500)}${']'.repeat(500)}`,
      'It is nested too deeply',
      1,
    ],
    ['yaml', '['.repeat(100_000), '', undefined],
    ['json', '['.repeat(100_000), '', undefined],
    ['yaml', 'a: 1\n b: 2\n', 'It is no YAML', 1],
    ['yaml', 'a: *nothing\n', 'It is no YAML', undefined],
    ['json', '{"a": tru}', 'It is no JSON', 1],
  ] as const)('refuses %s %#', (...row) => {
    const [format, text, problem, line] = row;
    const parsed = parseText(text, format);
    expect(parsed).toMatchObject({
      problem: expect.stringContaining(problem),
      ...(line !== undefined && { line }),
    });
  });

  it('says it in one line', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80 }),
        fc.constantFrom('yaml' as const, 'json' as const),
        (text, format) => {
          const parsed = parseText(text, format);
          const said = 'problem' in parsed ? parsed.problem : 'fine';
          expect(said).toMatch(/^[^\n]+$/);
        },
      ),
    );
  });

  it('reads entities as the catalog and manifests as Kubernetes', () => {
    const merge = 'base: &b { x: 1 }\nuse: { <<: *b }\n';
    const of = (apiVersion: string) =>
      parseText(`apiVersion: ${apiVersion}\n${merge}`, 'yaml');
    expect(of('backstage.io/v1alpha1')).toMatchObject({
      value: { use: { '<<': { x: 1 } } },
    });
    expect(of('v1')).toMatchObject({ value: { use: { x: 1 } } });
  });

  it('does not compare each key with each other one', () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => `k${index}: 1`);
    expect(parseText(keys.join('\n'), 'yaml')).toHaveProperty(
      'value.k49999',
      1,
    );
  });
});
