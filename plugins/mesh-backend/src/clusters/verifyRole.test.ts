import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import yaml from 'yaml';
import { JOB, type KindPath, MUTATING_WEBHOOK } from './kinds';

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };

function readRules(guide: string): Rule[] {
  const page = readFileSync(
    join(__dirname, '../../../../docs/guides', guide),
    'utf8',
  );
  return [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
    .map(([, block]) => yaml.parse(block ?? ''))
    .filter(({ kind }) => kind === 'ClusterRole')
    .flatMap(({ rules }) => rules);
}

function verbsFor(
  rules: readonly Rule[],
  { group, plural }: Pick<KindPath, 'group' | 'plural'>,
): string[] {
  return rules
    .filter(rule => rule.apiGroups.includes(group))
    .filter(rule => rule.resources.includes(plural))
    .flatMap(({ verbs }) => verbs);
}

describe('the role for verifications in the docs', () => {
  const base = readRules('install.md');
  const both = [...base, ...readRules('verify.md')];

  it.each([
    [{ group: '', plural: 'namespaces' }, ['get', 'list', 'create', 'delete']],
    [{ group: '', plural: 'services' }, ['list', 'create']],
    [{ group: '', plural: 'pods' }, ['list']],
    [{ group: '', plural: 'serviceaccounts' }, ['create']],
    [{ group: 'networking.k8s.io', plural: 'networkpolicies' }, ['create']],
    [JOB, ['create']],
    [MUTATING_WEBHOOK, ['list']],
  ])('lets it do what it does with %j', (path, verbs) => {
    expect(verbsFor(both, path)).toEqual(expect.arrayContaining(verbs));
  });

  it('adds nothing to the role for reconciling', () => {
    expect(verbsFor(base, JOB)).toEqual([]);
    expect(verbsFor(base, { group: '', plural: 'namespaces' })).not.toContain(
      'delete',
    );
  });
});
