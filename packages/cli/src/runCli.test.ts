import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { judgeSuite } from './conformance/judgeSuite';
import type { Report } from './conformance/types';
import { runCommand } from './__testUtils__/runCommand';

const fixtures = resolve(__dirname, 'conformance/__fixtures__');

const run = (...args: string[]) => runCommand(args, { cwd: fixtures });

async function report(...args: string[]) {
  const { code, out } = await run('conformance', ...args, '--json');
  return { code, ...(JSON.parse(out) as Report) };
}

describe('meshwright conformance', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'meshwright-cli-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('ends with 0 when every case passes', async () => {
    const { code, out } = await run('conformance', 'good.json', 'ztunnel.json');
    expect(out).toBe(
      'istio-integration-authz: 1 passed, 0 failed\nistio-ambient-l4-conversion: 2 passed, 0 failed\n',
    );
    expect(code).toBe(0);
  });

  it('tells cases apart that fail, by place and id', async () => {
    const { code, suites, errors } = await report('bad.json');
    expect(code).toBe(1);
    expect(errors).toEqual([]);
    expect(suites).toMatchObject([{ passed: 1, failed: 6, excepted: 0 }]);
    expect(suites[0]?.failures[0]).toEqual({
      index: 1,
      id: 'orders/write',
      expected: { decision: 'allow', httpStatus: 200 },
      got: { decision: 'deny', httpStatus: 403 },
    });
  });

  it('counts malformed cases as failed, and says why', async () => {
    const { suites } = await report('bad.json');
    const words = suites[0]?.failures.slice(2).map(({ got }) => got);
    expect(words).toEqual([
      'It cannot be run: "policies" is no list of objects',
      'This is no case: it is no object',
      'It cannot be run: "port" is no number',
      'It cannot be run: it expects nothing',
    ]);
  });

  it('prints one line per failing case', async () => {
    const { out } = await run('conformance', 'bad.json');
    expect(out.trim().split('\n')).toHaveLength(1 + 6);
  });

  it('ends with 2 when files cannot be run, and names them', async () => {
    writeFileSync(join(folder, 'cut.json'), '{"suite": "cut');
    writeFileSync(join(folder, 'list.json'), '[]');
    const { code, suites, errors } = await report(
      folder,
      'unknown.json',
      'missing.json',
      'good.json',
    );
    expect(code).toBe(2);
    expect(suites).toHaveLength(1);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^It is no JSON/),
      'This is no file of cases: it names no suite',
      'Suite made-up (kind horoscope) is not supported',
      'There is no such file or folder',
    ]);
  });

  it('does not take an empty folder for a success', async () => {
    const { code, errors } = await report(folder);
    expect(code).toBe(2);
    expect(errors[0]?.message).toBe('The folder has no JSON files');
  });

  it('ends with 1 when cases failed, whatever else went wrong', async () => {
    expect((await report('bad.json', 'missing.json')).code).toBe(1);
  });

  it('excuses a case that is wrong upstream, and only that one', () => {
    const file = { suite: 'istio-path-normalization' };
    const item = {
      id: 'same',
      normalization: 'NONE',
      input: '/a',
      expect: { path: '/b' },
    };
    const result = judgeSuite(
      { suite: file.suite, file, cases: [item, item] },
      [{ suite: file.suite, index: 0, id: 'same', argument: 'a is no b' }],
    );
    expect(result).toMatchObject({
      result: { passed: 0, failed: 1, excepted: 1 },
    });
  });

  it('leaves out cases that it does not support, and says so', () => {
    const object = { kind: 'Horoscope', apiVersion: 'networking.istio.io/v1' };
    const item = { id: 'a', object, expect: { valid: true } };
    const suite = 'istio-crd-schema';
    expect(judgeSuite({ suite, file: {}, cases: [item, item] }, [])).toEqual({
      result: { suite, passed: 0, failed: 0, excepted: 0, failures: [] },
      problem: 'Cases that are not supported were left out: kind Horoscope (2)',
    });
  });

  it.each([
    [[], 'which file or folder?'],
    [['good.json', '--csv'], 'Unknown option'],
  ])('explains itself for %j', async (args, words) => {
    const { code, out, err } = await run('conformance', ...args);
    expect(code).toBe(3);
    expect(out).toBe('');
    expect(err).toContain(words);
  });

  it('does not know other commands', async () => {
    const { code, out, err } = await run('toString');
    expect(code).toBe(3);
    expect(out).toBe('');
    expect(err).toContain('no command "toString"');
  });
});
