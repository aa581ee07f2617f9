import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import yaml from 'yaml';
import {
  CONFIG_MAP,
  DAEMON_SET,
  DEPLOYMENT,
  EMITTED_KINDS,
  type KindPath,
  READ_KINDS,
  UNMODELLED_KINDS,
} from './kinds';

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };

const page = readFileSync(
  join(__dirname, '../../../../docs/guides/install.md'),
  'utf8',
);
const [role] = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
  .map(([, block]) => yaml.parse(block ?? ''))
  .filter(({ kind }) => kind === 'ClusterRole');

const verbsFor = ({ group, plural }: KindPath): string[] =>
  (role.rules as Rule[])
    .filter(rule => rule.apiGroups.includes(group))
    .filter(rule => rule.resources.includes(plural))
    .flatMap(({ verbs }) => verbs);

const LASTING = ['Namespace', 'ServiceAccount'];

describe('the role in the docs', () => {
  it.each(EMITTED_KINDS.map(path => [path.kind, path] as const))(
    'lets %s be written',
    (kind, path) => {
      const verbs = ['create', 'get', 'list', 'patch', 'watch'];
      const expected = LASTING.includes(kind) ? verbs : [...verbs, 'delete'];
      expect(verbsFor(path).sort()).toEqual(expected.sort());
    },
  );

  it.each(
    [...READ_KINDS, ...UNMODELLED_KINDS, DEPLOYMENT, DAEMON_SET].map(
      path => [path.kind, path] as const,
    ),
  )('lets %s be read', (_, path) => {
    expect(verbsFor(path)).toContain('list');
  });

  it('lets the cluster be claimed', () => {
    expect(verbsFor(CONFIG_MAP)).toEqual(['get', 'create']);
  });
});
