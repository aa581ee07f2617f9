import type { Problem } from '../read/types';
import type { Terminal } from '../terminal';
import { formatPlace } from './findings';
import { code, details, escapeText, limitedTable } from './markdown';
import { printable } from './style';

/** Says on standard error what was not read and what was taken for granted. */
export function warnOf(
  terminal: Pick<Terminal, 'warn'>,
  {
    problems,
    assumptions,
  }: { problems: readonly Problem[]; assumptions: readonly string[] },
): void {
  for (const problem of problems) {
    const { message } = problem;
    terminal.warn(`${printable(`${formatPlace(problem)}: ${message}`)}\n`);
  }
  for (const assumption of assumptions) {
    terminal.warn(`Assumed: ${printable(assumption)}\n`);
  }
}

/** The same for a comment. */
export function problemParts({
  problems,
  assumptions,
}: {
  problems: readonly Problem[];
  assumptions: readonly string[];
}): Array<string | undefined> {
  return [
    problems.length > 0
      ? `**Some of the input cannot be read**, so this is not the whole answer:\n\n${limitedTable(
          ['Where', 'What is wrong'],
          problems.map(problem => [
            code(formatPlace(problem)),
            escapeText(problem.message),
          ]),
        )}`
      : undefined,
    assumptions.length > 0
      ? details(
          'What was assumed',
          assumptions.map(each => `- ${escapeText(each)}`).join('\n'),
        )
      : undefined,
  ];
}
