import { defineCommand } from '../command';
import { EXIT, UsageError, type Terminal } from '../terminal';
import { listCaseFiles, readSuite } from './caseFiles';
import { readExceptions } from './exceptions';
import { judgeSuite } from './judgeSuite';
import { formatReport } from './formatReport';
import type { Report } from './types';

export const conformance = defineCommand({
  synopsis: 'FILE|FOLDER… [--json]',
  description:
    'Runs cases whose verdicts are known: what the proxies of a real mesh did, and what the test suites of Istio and other projects expect.',
  options: {
    json: { type: 'boolean', help: 'print one JSON object' },
  },
  exits: '0  every case passed\n1  a case failed',
  async run({ values, paths }, terminal) {
    if (paths.length === 0) throw new UsageError('which file or folder?');
    const report = runConformance(paths, terminal);
    terminal.write(
      values.json ? `${JSON.stringify(report)}\n` : `${formatReport(report)}\n`,
    );
    return exitCodeOf(report);
  },
});

/** Runs the cases of files and folders, one file at a time. */
export function runConformance(
  paths: readonly string[],
  { cwd }: Pick<Terminal, 'cwd'>,
): Report {
  const report: Report = { suites: [], errors: [] };
  const exceptions = readExceptions();
  for (const path of paths) {
    for (const { file, absolute, problem } of listCaseFiles(path, cwd)) {
      const read = problem ?? readSuite(absolute);
      const result =
        typeof read === 'string' ? read : judgeSuite(read, exceptions);
      if (typeof result === 'string') {
        report.errors.push({ file, message: result });
      } else {
        const { problem: message } = result;
        report.suites.push({ ...result.result, file });
        if (message) report.errors.push({ file, message });
      }
    }
  }
  return report;
}

function exitCodeOf({ suites, errors }: Report): number {
  if (suites.some(({ failed }) => failed > 0)) return EXIT.no;
  return errors.length > 0 ? EXIT.unreadable : EXIT.ok;
}
