import { plural } from '../output/findings';
import { code, comment, escapeText, limitedTable } from '../output/markdown';
import { problemParts } from '../output/problems';
import { createPaint, printable } from '../output/style';
import type { Problem } from '../read/types';
import type { Terminal } from '../terminal';
import { type MatrixView, nameAccess, nameCallers } from './describeMatrix';

type Printed = MatrixView & {
  workloads: number;
  problems: Problem[];
  assumptions: string[];
};

const HEAD = ['FROM', 'TO', 'PORT', 'CONNECTION', 'MAY'];

/** A table of edges, and one of open ports below it. */
export function formatMatrixText(
  found: Printed,
  terminal: Pick<Terminal, 'colour'>,
): string {
  const paint = createPaint(terminal);
  const { edges, open } = found;
  const rows = [
    ...edges.map(edge => [
      edge.from,
      edge.to,
      String(edge.port),
      edge.mtls,
      nameAccess(edge),
    ]),
    ...open.map(port => [
      nameCallers(port),
      port.to,
      String(port.port),
      'any',
      'everything',
    ]),
  ];
  const lines = align([HEAD, ...rows]);
  const [head = '', ...body] = lines;
  return [
    ...(rows.length > 0 ? [paint('bold', head), ...body, ''] : []),
    `${summarize(found)}\n`,
  ].join('\n');
}

/** Columns of equal width, but for the last one. */
function align(rows: readonly string[][]): string[] {
  const shown = rows.map(row => row.map(printable));
  const widths = HEAD.map((_, column) =>
    shown.reduce(
      (width, row) => Math.max(width, (row[column] ?? '').length),
      0,
    ),
  );
  return shown.map(row =>
    row
      .map((cell, column) =>
        column < row.length - 1 ? cell.padEnd(widths[column] ?? 0) : cell,
      )
      .join('  '),
  );
}

function summarize({ workloads, edges, open }: Printed): string {
  const pairs = new Set(edges.map(({ from, to }) => `${from}>${to}`)).size;
  const ways = `${plural(pairs, 'pair')} of ${plural(workloads, 'workload')}`;
  return open.length > 0
    ? `${ways}; ${plural(open.length, 'port')} that no policy closes`
    : `${ways}; everything else is closed`;
}

/** A comment for a pull request. */
export function formatMatrixMarkdown(found: Printed): string {
  const { edges, open } = found;
  return comment('matrix', [
    `### Meshwright matrix: ${summarize(found)}`,
    open.length > 0
      ? `**Ports that no policy closes**\n\n${limitedTable(
          ['From', 'To', 'Port'],
          open.map(port => [
            nameCallers(port),
            code(port.to),
            String(port.port),
          ]),
        )}`
      : undefined,
    edges.length > 0
      ? limitedTable(
          ['From', 'To', 'Port', 'Connection', 'May'],
          edges.map(edge => [
            code(edge.from),
            code(edge.to),
            String(edge.port),
            edge.mtls,
            escapeText(nameAccess(edge)),
          ]),
        )
      : undefined,
    ...problemParts(found),
  ]);
}
