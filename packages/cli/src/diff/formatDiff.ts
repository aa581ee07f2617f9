import type {
  AccessChange,
  PreviewResponse,
} from '@meshwright/plugin-mesh-common';
import { plural } from '../output/findings';
import { nameOf } from '../output/nameOf';
import {
  code,
  comment,
  details,
  escapeText,
  limitedTable,
} from '../output/markdown';
import { problemParts } from '../output/problems';
import { createPaint, type Paint, printable } from '../output/style';
import type { Problem } from '../read/types';
import type { Terminal } from '../terminal';

type Printed = PreviewResponse & {
  changed: string[];
  removed: string[];
  problems: Problem[];
  assumptions: string[];
};

/** Access first, then what waits, what is wrong, and objects. */
export function formatDiffText(
  change: Printed,
  terminal: Pick<Terminal, 'colour'>,
): string {
  const paint = createPaint(terminal);
  const { access, waiting, diagnostics, objects, removed } = change;
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0
      ? [paint('bold', title), ...lines.map(line => `  ${line}`), '']
      : [];
  return [
    ...section('Access gained', list(access.gained, paint('green', '+'))),
    ...section('Access lost', list(access.lost, paint('red', '-'))),
    ...section('Waits or is denied', list(waiting, paint('yellow', '?'))),
    ...section('Entities that go', removed.map(printable)),
    ...section(
      'Findings',
      diagnostics.map(each => formatDiagnostic(each, paint)),
    ),
    ...section('Objects', objects.map(formatObject)),
    `${summarize(change)}\n`,
  ].join('\n');
}

function list(changes: readonly AccessChange[], sign: string): string[] {
  return changes.map(
    ({ cluster, sentence }) =>
      `${sign} ${printable(`${cluster}: ${sentence}`)}`,
  );
}

function formatDiagnostic(
  {
    severity,
    code: rule,
    entityRef,
    pointer,
    message,
  }: Printed['diagnostics'][number],
  paint: Paint,
): string {
  const look = severity === 'error' ? 'red' : 'yellow';
  const where = printable(`${entityRef}${pointer}: ${message}`);
  return `${paint(look, severity)} ${rule} ${where}`;
}

const SIGNS = { create: '+', update: '~', delete: '-' } as const;

function formatObject({ cluster, key, change }: Printed['objects'][number]) {
  return `${SIGNS[change]} ${printable(`${cluster}: ${nameOf(key)}`)}`;
}

function summarize({ access, waiting, objects, changed, removed }: Printed) {
  if (changed.length + removed.length === 0) return 'Nothing is different';
  return [
    `${access.gained.length} gained`,
    `${access.lost.length} lost`,
    `${waiting.length} waiting or denied`,
    `${plural(objects.length, 'object')} different`,
  ].join(', ');
}

/** A comment for a pull request. */
export function formatDiffMarkdown(change: Printed): string {
  const { access, waiting, diagnostics, objects, removed } = change;
  return comment('diff', [
    `### Meshwright: ${escapeText(summarize(change))}`,
    accessTable('🟢 Access gained', access.gained),
    accessTable('🔴 Access lost', access.lost),
    accessTable('🟡 Waits or is denied', waiting),
    removed.length > 0
      ? `**Entities that go** (their objects stay for the grace period): ${removed
          .map(code)
          .join(', ')}`
      : undefined,
    diagnostics.length > 0
      ? `**Findings**\n\n${limitedTable(
          ['', 'Rule', 'Where', 'What'],
          diagnostics.map(each => [
            each.severity,
            each.code,
            code(`${each.entityRef}${each.pointer}`),
            escapeText(each.message),
          ]),
        )}`
      : undefined,
    objects.length > 0
      ? details(
          plural(objects.length, 'object'),
          limitedTable(
            ['', 'Cluster', 'Object'],
            objects.map(({ cluster, key, change: how }) => [
              how,
              escapeText(cluster),
              code(nameOf(key)),
            ]),
          ),
        )
      : undefined,
    ...problemParts(change),
  ]);
}

function accessTable(
  title: string,
  changes: readonly AccessChange[],
): string | undefined {
  if (changes.length === 0) return undefined;
  return `**${title}**\n\n${limitedTable(
    ['From', 'To', 'What', 'Cluster', 'Why'],
    changes.map(({ consumerRef, providerRef, what, cluster, sentence }) => [
      code(consumerRef),
      code(providerRef),
      escapeText(what),
      escapeText(cluster),
      // The sentence repeats the pair; its second half is the reason.
      escapeText(sentence.split(`(${what}). `)[1] ?? sentence),
    ]),
  )}`;
}
