import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Log } from 'sarif';
import { componentYaml, Folder, OPEN_POLICY } from '../__testUtils__/files';
import { runCommand } from '../__testUtils__/runCommand';
import { listRules } from './rules';

/** The official schema of SARIF 2.1.0. */
function compileSchema() {
  const path = require.resolve(
    '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  );
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    // One of its patterns is none in Unicode mode.
    unicodeRegExp: false,
  });
  addFormats(ajv as Parameters<typeof addFormats>[0]);
  return ajv.compile(JSON.parse(readFileSync(path, 'utf8')));
}

jest.setTimeout(60_000);

describe('meshwright check', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = Folder.with({
      'web/catalog-info.yaml': componentYaml('web', {
        dependsOn: ['component:default/nothing'],
        mesh: ['dns: [5]'],
      }),
      'policy.yaml': OPEN_POLICY,
    });
  });

  afterEach(() => folder.remove());

  const check = (...args: string[]) =>
    runCommand(['check', ...args], { cwd: folder.path });

  it('names file, line and column of what is wrong', async () => {
    const { code, out } = await check('.');
    expect(code).toBe(1);
    expect(out).toMatch(/^policy\.yaml\n {2}\d+:\d+ +warning +MW2\d{3}/m);
    expect(out).toMatch(/^web\/catalog-info\.yaml\n/m);
    expect(out).toMatch(
      /^ {2}16:\d+ +error +MW1003 +component:default\/web: /m,
    );
    expect(out).toMatch(/in 1 entity and 1 manifest\n$/);
  });

  it('tells Gateways of one name apart', async () => {
    const gateway = (group: string) => `apiVersion: ${group}/v1
kind: Gateway
metadata: { name: shop, namespace: shop, annotations: { meshwright.io/lint-ignore: MW } }
spec: {}
`;
    folder.write('a.yaml', gateway('networking.istio.io'));
    folder.write('b.yaml', gateway('gateway.networking.k8s.io'));
    const { out } = await check('a.yaml', 'b.yaml');
    expect(out).toMatch(/^a\.yaml\n(.+\n)*.+ MW2071 /m);
    expect(out).toMatch(/^b\.yaml\n(.+\n)*.+ MW2071 /m);
  });

  it('does not call an error what only a catalog would know', async () => {
    folder.write(
      'web/catalog-info.yaml',
      componentYaml('web', { dependsOn: ['component:default/nothing'] }),
    );
    const { code, out, err } = await check('web');
    expect(code).toBe(0);
    expect(out).toMatch(/10:7 +hint +MW1101/);
    expect(err).toContain('Assumed: Nothing is approved');
  });

  it.each([
    ['error', 0],
    ['warning', 1],
    ['info', 1],
    ['never', 0],
  ])(
    'fails on %s with %d when there are warnings',
    async (failOn, expected) => {
      const { code } = await check('policy.yaml', '--fail-on', failOn);
      expect(code).toBe(expected);
    },
  );

  it('prints everything as JSON', async () => {
    const { out } = await check('.', '--format', 'json');
    const found = JSON.parse(out);
    expect(found.counts).toEqual({ entities: 1, manifests: 1 });
    expect(found.findings).toContainEqual({
      file: 'web/catalog-info.yaml',
      line: 16,
      column: expect.any(Number),
      code: 'MW1003',
      severity: 'error',
      subject: 'component:default/web',
      pointer: expect.stringContaining('/spec/mesh/dns'),
      message: expect.any(String),
    });
    expect(found.assumptions.length).toBeGreaterThan(0);
  });

  it('prints SARIF that is valid, with rules, places and problems', async () => {
    folder.write('broken file.yaml', 'a: [\n');
    const { out } = await check(
      '.',
      ...['--format', 'sarif', '--docs', 'https://docs.example.com'],
    );
    const log = JSON.parse(out) as Log;
    const validate = compileSchema();
    validate(log);
    expect(validate.errors).toBeNull();
    const [run] = log.runs;
    const result = run?.results?.find(({ ruleId }) => ruleId === 'MW1003');
    expect(result?.locations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'web/catalog-info.yaml' },
      region: { startLine: 16, startColumn: expect.any(Number) },
    });
    const rule = run?.tool.driver.rules?.[result?.ruleIndex ?? -1];
    expect(rule).toMatchObject({
      id: 'MW1003',
      helpUri: 'https://docs.example.com/reference/diagnostics/#mw1003',
    });
    const [invocation] = run?.invocations ?? [];
    expect(invocation?.executionSuccessful).toBe(false);
    expect(
      invocation?.toolExecutionNotifications?.[0]?.locations?.[0]
        ?.physicalLocation?.artifactLocation?.uri,
    ).toBe('broken%20file.yaml');
  });

  it('prints a comment', async () => {
    const { out } = await check('.', '--format', 'markdown');
    expect(out).toMatch(/^<!-- meshwright:check -->\n\n### Meshwright check: /);
    expect(out).toContain('<code>web/catalog-info.yaml:16:');
  });

  it('passes on what the catalog itself would refuse', async () => {
    folder.write('web/catalog-info.yaml', componentYaml('a b'));
    const { code, out } = await check('web');
    expect(code).toBe(1);
    expect(out).toMatch(/error +MW1902 +component:default\/a b: The catalog/);
  });

  it('ends with 2 when only part could be read, or nothing', async () => {
    folder.write('policy.yaml', 'a: [\n');
    const part = await check('policy.yaml');
    expect(part.code).toBe(2);
    expect(part.err).toMatch(/^policy\.yaml:\d+:\d+: It is no YAML/);
    folder.write('policy.yaml', 'a: 1\n');
    expect((await check('policy.yaml')).code).toBe(2);
    folder.remove();
    folder = new Folder();
    expect((await check('.')).code).toBe(2);
  });

  it('counts what an object asks to be silent about', async () => {
    folder.write(
      'policy.yaml',
      OPEN_POLICY.replace(
        'name: open',
        'name: open\n  annotations: { meshwright.io/lint-ignore: MW2003 }',
      ),
    );
    const text = await check('policy.yaml');
    expect(text.out).toContain('1 silenced in 0 entities and 1 manifest');
    const { out } = await check('policy.yaml', '--format', 'sarif');
    const [run] = (JSON.parse(out) as Log).runs;
    expect(
      run?.results?.find(({ ruleId }) => ruleId === 'MW2003')?.suppressions,
    ).toEqual([{ kind: 'inSource' }]);
  });

  it('has a page for each rule', () => {
    const docs = resolve(__dirname, '../../../../docs');
    const listed = readFileSync(join(docs, 'reference/diagnostics.md'), 'utf8');
    const missing = listRules()
      .map(({ code }) => code)
      .filter(code =>
        code.startsWith('MW1')
          ? !listed.includes(`### ${code}\n`)
          : !existsSync(join(docs, `rules/${code}.md`)),
      );
    expect(missing).toEqual([]);
  });

  it('shows no signs that would change a terminal', async () => {
    folder.write(
      'web/catalog-info.yaml',
      componentYaml('web', { mesh: ['"\\e[31mred": 1'] }),
    );
    const { out } = await check('web');
    expect(out).toContain('\\u001b[31mred');
    expect(out).not.toContain('\u001b');
  });

  it('has colours where the terminal has', async () => {
    const { out } = await runCommand(['check', 'policy.yaml'], {
      cwd: folder.path,
      colour: true,
    });
    expect(out).toContain('\u001b[33mwarning');
  });

  it.each([
    [[], 'which files or folders?'],
    [['.', '--format', 'xml'], "--format is 'xml'; it can be text, json"],
    [['.', '--fail-on', 'x'], "--fail-on is 'x'"],
    [['.', '--istio', 'new'], "--istio is 'new'"],
    [['.', '--docs', 'x'], "--docs is 'x'"],
    [['.', '--instant', 'x'], "--instant is 'x'"],
    [['.', '--formt', 'x'], "did you mean '--format'?"],
  ])('explains itself for %j', async (args, words) => {
    const { code, out, err } = await check(...args);
    expect(code).toBe(3);
    expect(out).toBe('');
    expect(err).toContain(words);
  });
});
