import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { MeshObject } from '../../objects';
import { lintObjects } from '../lintObjects';
import type { LintOptions } from '../types';

type Case = {
  rule: string;
  title: string;
  options?: Partial<LintOptions>;
  objects: MeshObject[];
  /** Path and a part of the message, in order; none when it is silent. */
  says?: [string, string][];
};

const cases = parse(
  readFileSync(join(__dirname, '__fixtures__/cases.yaml'), 'utf8'),
  { merge: true },
) as Case[];

describe('rules of ours', () => {
  it.each(cases)('$rule: $title', ({ rule, objects, options, says = [] }) => {
    const found = lintObjects(objects, {
      rootNamespace: 'istio-system',
      ...options,
    }).filter(finding => finding.rule === rule);
    expect(found.map(({ path }) => path)).toEqual(says.map(([path]) => path));
    for (const [index, [, part]] of says.entries()) {
      expect(found[index]?.message).toContain(part);
    }
  });
});
