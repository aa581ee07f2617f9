import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { runConformance } from './conformance';

/** Conformance cases beside the checkout, when present. */
const casesFolder =
  process.env.MESHWRIGHT_CONFORMANCE ??
  resolve(__dirname, '../../../../../shared/conformance');

jest.setTimeout(120_000);

describe('conformance with real meshes', () => {
  if (!existsSync(casesFolder)) {
    it('has no cases to run', () => {
      process.stdout.write(`There is no folder ${casesFolder}.\n`);
      expect(existsSync(casesFolder)).toBe(false);
    });
    return;
  }

  it('has no case that fails, and no file that it cannot run', () => {
    const report = runConformance([casesFolder], { cwd: '/' });
    const failures = report.suites.flatMap(suite => suite.failures);
    expect(failures.slice(0, 10)).toEqual([]);
    expect(report.suites.length).toBeGreaterThan(0);
  });
});
