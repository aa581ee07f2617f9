import type {
  AccessChange,
  PreviewResponse,
} from '@meshwright/plugin-mesh-common';
import { formatPlace, plural } from '../output/findings';
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
import type { PlacedDiagnostic } from './placeAll';

type Printed = PreviewResponse & {
  diagnostics: PlacedDiagnostic[];
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
    `${capitalize(summarize(change))}\n`,
  ].join('\n');
}

function list(changes: readonly AccessChange[], sign: string): string[] {
  return changes.map(
    ({ cluster, sentence }) =>
      `${sign} ${printable(`${cluster}: ${sentence}`)}`,
  );
}

const LOOKS = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

function formatDiagnostic(diagnostic: PlacedDiagnostic, paint: Paint): string {
  const { severity, code: rule, entityRef, message } = diagnostic;
  return [
    printable(placeOf(diagnostic)),
    paint(LOOKS[severity], severity === 'info' ? 'hint' : severity),
    rule,
    printable(`${entityRef}: ${message}`),
  ].join(' ');
}

function placeOf({ file, line, column, entityRef, pointer }: PlacedDiagnostic) {
  return file === undefined
    ? `${entityRef}${pointer}`
    : formatPlace({ file, line, column });
}

const SIGNS = { create: '+', update: '~', delete: '-' } as const;

function formatObject({ cluster, key, change }: Printed['objects'][number]) {
  return `${SIGNS[change]} ${printable(`${cluster}: ${nameOf(key)}`)}`;
}

function summarize({ access, waiting, objects, changed, removed }: Printed) {
  if (changed.length + removed.length === 0) {
    return 'no declaration is different';
  }
  const { gained, lost } = access;
  return [
    gained.length + lost.length === 0
      ? 'nobody gains or loses access'
      : `${gained.length} access gained, ${lost.length} lost`,
    ...(waiting.length > 0 ? [`${waiting.length} waiting or denied`] : []),
    `${plural(objects.length, 'object')} different`,
  ].join(', ');
}

/** A comment for a pull request. */
export function formatDiffMarkdown(change: Printed): string {
  const { access, waiting, diagnostics, objects, removed } = change;
  return comment('diff', [
    `### Meshwright: ${escapeText(summarize(change))}`,
    accessTable('🟢 Access gained', 'Granted because', access.gained),
    accessTable('🔴 Access lost', 'Was granted because', access.lost),
    accessTable('🟡 Waits or is denied', 'Why', waiting),
    removed.length > 0
      ? `**Entities that go** (their objects stay for the grace period): ${removed
          .map(code)
          .join(', ')}`
      : undefined,
    diagnostics.length > 0
      ? `**Findings**\n\n${limitedTable(
          ['', 'Rule', 'Where', 'What'],
          diagnostics.map(each => [
            each.severity === 'info' ? 'hint' : each.severity,
            each.code,
            code(placeOf(each)),
            `${code(each.entityRef)}: ${escapeText(each.message)}`,
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

function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function accessTable(
  title: string,
  reason: string,
  changes: readonly AccessChange[],
): string | undefined {
  if (changes.length === 0) return undefined;
  return `**${title}**\n\n${limitedTable(
    ['From', 'To', 'What', 'Cluster', reason],
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
