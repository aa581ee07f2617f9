import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

jest.setTimeout(60_000);

/** The command as people call it, from a folder of their own. */
function meshwright(...args: string[]) {
  return spawnSync(
    process.execPath,
    [resolve(root, 'scripts/meshwright.mjs'), ...args],
    {
      encoding: 'utf8',
      cwd: root,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        INIT_CWD: resolve(__dirname, 'conformance'),
      },
    },
  );
}

describe('npm run meshwright', () => {
  it('prints one JSON object and nothing else to standard output', () => {
    const { stdout, status } = meshwright(
      'conformance',
      '__fixtures__/good.json',
      '--json',
    );
    expect(JSON.parse(stdout)).toEqual({
      suites: [
        {
          suite: 'istio-integration-authz',
          file: '__fixtures__/good.json',
          passed: 1,
          failed: 0,
          excepted: 0,
          failures: [],
        },
      ],
      errors: [],
    });
    expect(status).toBe(0);
  });

  it('hands on the exit code', () => {
    expect(meshwright('conformance', '__fixtures__/bad.json').status).toBe(1);
  });
});
