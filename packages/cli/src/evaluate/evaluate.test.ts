import { Folder, OPEN_POLICY } from '../__testUtils__/files';
import { runCommand } from '../__testUtils__/runCommand';

const DENY_ALL = OPEN_POLICY.replace('rules:\n    - {}', 'rules: []');

function request(more: object = {}) {
  return {
    source: {
      namespace: 'web',
      labels: { app: 'web' },
      serviceAccount: 'web',
      inMesh: true,
    },
    destination: {
      namespace: 'orders',
      labels: { app: 'orders' },
      serviceAccount: 'orders',
      inMesh: true,
      port: 8080,
      protocol: 'http',
    },
    http: { method: 'GET', path: '/' },
    ...more,
  };
}

jest.setTimeout(60_000);

describe('meshwright evaluate', () => {
  let folder: Folder;

  beforeEach(() => {
    folder = Folder.with({
      'open.yaml': OPEN_POLICY,
      'closed.yaml': DENY_ALL,
      'one.json': JSON.stringify(request()),
    });
  });

  afterEach(() => folder.remove());

  const evaluate = (args: string[], stdin = '') =>
    runCommand(['evaluate', ...args], { cwd: folder.path, stdin });

  it('judges by the manifests', async () => {
    const judge = async (policy: string) => {
      const { code, out } = await evaluate([
        ...['--requests', 'one.json', policy, '--format', 'json'],
      ]);
      expect(code).toBe(0);
      return JSON.parse(out).verdicts;
    };
    expect(await judge('open.yaml')).toEqual([
      {
        index: 0,
        decision: 'allow',
        layer: 'none',
        mtls: 'mutual-tls',
        httpStatus: 200,
        decidedBy: {
          kind: 'AuthorizationPolicy',
          namespace: 'orders',
          name: 'open',
          rule: 0,
        },
      },
    ]);
    expect(await judge('closed.yaml')).toMatchObject([
      { decision: 'deny', layer: 'authorization-policy', httpStatus: 403 },
    ]);
  });

  it('answers line by line, in the order of the questions', async () => {
    const lines = Array.from({ length: 500 }, (_, index) =>
      JSON.stringify({ id: `r${index}`, request: request() }),
    );
    const { code, out } = await evaluate(
      ['--requests', '-', 'open.yaml', '--format', 'ndjson'],
      `${lines.join('\n')}\n`,
    );
    expect(code).toBe(0);
    const answers = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(answers.map(({ id }) => id)).toEqual(
      lines.map((_, index) => `r${index}`),
    );
  });

  it('takes a list, and says why where that is asked', async () => {
    folder.write('list.json', JSON.stringify([request(), request()]));
    const { out } = await evaluate([
      ...['--requests', 'list.json', 'open.yaml', '--because'],
    ]);
    const lines = out.trim().split('\n');
    expect(lines[0]).toMatch(/^1 {2}allow {2}web\/web → orders:8080 GET \//);
    expect(lines[1]).toMatch(/^ {4}\S/);
    expect(lines.some(line => line.startsWith('2  allow'))).toBe(true);
  });

  it('keeps the place of what is no request, and goes on', async () => {
    const { port: _, ...destination } = request().destination;
    const lines = [
      JSON.stringify(request()),
      '{"broken',
      JSON.stringify(request({ destination })),
      JSON.stringify(request({ sorce: {} })),
      JSON.stringify(request()),
    ].join('\n');
    const { code, out, err } = await evaluate(
      ['--requests', '-', 'open.yaml', '--format', 'ndjson'],
      lines,
    );
    expect(code).toBe(2);
    expect(
      out
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
        .map(({ index, decision, problem }) => [index, decision ?? problem]),
    ).toEqual([
      [0, 'allow'],
      [1, expect.stringContaining('It is no JSON')],
      [2, expect.stringContaining('destination.port')],
      [3, expect.stringContaining('sorce')],
      [4, 'allow'],
    ]);
    expect(err).toMatch(/^<stdin>:2: It is no JSON/m);
  });

  it('fails on a denial where that is asked', async () => {
    const judge = async (policy: string) =>
      (
        await evaluate([
          ...['--requests', 'one.json', policy, '--fail-on', 'denied'],
        ])
      ).code;
    expect(await judge('open.yaml')).toBe(0);
    expect(await judge('closed.yaml')).toBe(1);
  });

  it.each([
    [['open.yaml'], 3],
    [['--requests', 'one.json'], 3],
    [['--requests', '-', '-'], 3],
    [['--requests', 'gone.json', 'open.yaml'], 2],
    [['--requests', '-', 'open.yaml'], 2],
    [['--requests', 'one.json', 'gone.yaml'], 2],
  ])('ends %j with %d', async (args, expected) => {
    expect((await evaluate(args)).code).toBe(expected);
  });
});
