import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Manifest,
  readManifest,
  readRules,
  type Rule,
} from './__testUtils__/manifests';
import {
  DAEMON_SET,
  DEPLOYMENT,
  EMITTED_KINDS,
  JOB,
  type KindPath,
  MUTATING_WEBHOOK,
  READ_KINDS,
  UNMODELLED_KINDS,
} from './kinds';

const verbsFor = (
  rules: readonly Rule[],
  { group, plural }: Pick<KindPath, 'group' | 'plural'>,
): string[] =>
  rules
    .filter(rule => rule.apiGroups.includes(group))
    .filter(rule => rule.resources.includes(plural))
    .flatMap(({ verbs }) => verbs);

const LASTING = ['Namespace', 'ServiceAccount'];
const manifests: Manifest[] = [
  'meshwright.yaml',
  'root-namespace.yaml',
  'read-only.yaml',
  'verify.yaml',
];

const managing = readRules('meshwright.yaml');
const reading = readRules('read-only.yaml');
const looked = [...READ_KINDS, ...UNMODELLED_KINDS, DEPLOYMENT, DAEMON_SET];
const byKind = (paths: readonly KindPath[]) =>
  paths.map(path => [path.kind, path] as const);

describe('the manifests', () => {
  it.each(byKind(EMITTED_KINDS))('let %s be written', (kind, path) => {
    const verbs = ['create', 'get', 'list', 'patch', 'watch'];
    const expected = LASTING.includes(kind) ? verbs : [...verbs, 'delete'];
    expect(verbsFor(managing, path).sort()).toEqual(expected.sort());
  });

  it.each(byKind(looked))('let %s be read', (_, path) => {
    expect(verbsFor(managing, path)).toContain('list');
    expect(verbsFor(reading, path)).toContain('list');
  });

  it('grant nothing by a wildcard, and nothing about secrets', () => {
    const rules = manifests.flatMap(readRules);
    const words = rules.flatMap(rule => [
      ...rule.apiGroups,
      ...rule.resources,
      ...rule.verbs,
    ]);

    expect(words).not.toContain('*');
    expect(words).not.toContain('secrets');
  });

  it('let nothing be written with the one for reading', () => {
    const verbs = new Set(reading.flatMap(rule => rule.verbs));

    expect([...verbs].sort()).toEqual(['get', 'list']);
  });

  it('leave the namespace of the Role to whoever applies it', () => {
    const namespaces = readManifest('root-namespace.yaml').map(
      ({ metadata }) => metadata.namespace,
    );

    expect(namespaces).toEqual([undefined, undefined]);
  });

  it.each([
    ['install.md', ['meshwright', 'root-namespace', 'read-only']],
    ['verify.md', ['verify']],
  ])('are what %s names', (guide, names) => {
    const path = join(__dirname, '../../../../docs/guides', guide);
    const page = readFileSync(path, 'utf8');

    expect(page).not.toMatch(/kind: (Cluster)?Role/);
    names.forEach(name => expect(page).toContain(`deploy/${name}.yaml`));
  });
});

describe('the manifest for verifications', () => {
  const verifying = readRules('verify.yaml');
  const both = [...managing, ...verifying];

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
    expect(verbsFor(managing, JOB)).toEqual([]);
    expect(
      verbsFor(managing, { group: '', plural: 'namespaces' }),
    ).not.toContain('delete');
  });
});
