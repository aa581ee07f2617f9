import type { Failure, Report, SuiteResult } from './types';

/** One line per suite and one per failing case. */
export function formatReport({ suites, errors }: Report): string {
  return [
    ...suites.flatMap(suite => [
      formatSuite(suite),
      ...suite.failures.map(formatFailure),
    ]),
    ...errors.map(({ file, message }) => `${file}: ${message}`),
  ].join('\n');
}

function formatSuite({ suite, passed, failed, excepted }: SuiteResult): string {
  const excused = excepted > 0 ? `, ${excepted} excepted` : '';
  return `${suite}: ${passed} passed, ${failed} failed${excused}`;
}

function formatFailure({ index, id, expected, got }: Failure): string {
  return `  [${index}] ${id}: expected ${JSON.stringify(
    expected,
  )}, got ${JSON.stringify(got)}`;
}
