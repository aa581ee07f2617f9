import type { Severity } from '@meshwright/plugin-mesh-common';
import {
  countFindings,
  type Finding,
  type Findings,
  plural,
} from '../output/findings';
import { createPaint, type Paint, printable } from '../output/style';
import type { Terminal } from '../terminal';

const LOOKS = { error: 'red', warning: 'yellow', info: 'cyan' } as const;
const WORDS: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  info: 'hint',
};

/** Findings by file, and how many there are. */
export function formatText(
  { findings, silenced, problems, counts }: Findings,
  terminal: Pick<Terminal, 'colour'>,
): string {
  const paint = createPaint(terminal);
  const byFile = groupByFile(findings);
  const blocks = [...byFile].map(([file, found]) =>
    [
      paint('underline', printable(file)),
      ...found.map(finding => formatFinding(finding, paint)),
      '',
    ].join('\n'),
  );
  const { entities, manifests } = counts;
  const read = `${plural(entities, 'entity')} and ${plural(
    manifests,
    'manifest',
  )}`;
  const more = silenced.length > 0 ? `, ${silenced.length} silenced` : '';
  const rest =
    problems.length > 0
      ? `; ${plural(problems.length, 'problem')}: not everything was read`
      : '';
  return [
    ...blocks,
    `${countFindings(findings)}${more} in ${read}${rest}`,
    '',
  ].join('\n');
}

function groupByFile(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.file);
    if (group) group.push(finding);
    else groups.set(finding.file, [finding]);
  }
  return groups;
}

function formatFinding(finding: Finding, paint: Paint): string {
  const { line, column, severity, code, subject, message } = finding;
  const place = [line, column].filter(part => part !== undefined).join(':');
  return [
    `  ${place.padEnd(8)}`,
    paint(LOOKS[severity], WORDS[severity].padEnd(8)),
    paint('dim', code),
    `  ${printable(`${subject}: ${message}`)}`,
  ].join('');
}
