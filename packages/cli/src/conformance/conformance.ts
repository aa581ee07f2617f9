import { parseArgs } from 'node:util';
import { messageOf } from '../messageOf';
import { EXIT, UsageError, type Terminal } from '../terminal';
import { listCaseFiles, readSuite } from './caseFiles';
import { readExceptions } from './exceptions';
import { judgeSuite } from './judgeSuite';
import { formatReport } from './formatReport';
import type { Report } from './types';

/** `meshwright conformance FILE|FOLDER… [--json]` */
export async function conformance(
  args: string[],
  terminal: Terminal,
): Promise<number> {
  const { paths, json } = readArguments(args);
  const report = runConformance(paths, terminal);
  terminal.write(
    json ? `${JSON.stringify(report)}\n` : `${formatReport(report)}\n`,
  );
  return exitCodeOf(report);
}

function readArguments(args: string[]): { paths: string[]; json: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { json: { type: 'boolean' } },
      allowPositionals: true,
    });
    if (positionals.length === 0) throw new Error('which file or folder?');
    return { paths: positionals, json: values.json === true };
  } catch (error) {
    throw new UsageError(messageOf(error));
  }
}

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
