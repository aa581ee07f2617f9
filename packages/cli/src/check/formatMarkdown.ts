import {
  countFindings,
  type Finding,
  type Findings,
  formatPlace,
  plural,
} from '../output/findings';
import {
  code,
  comment,
  details,
  escapeText,
  limitedTable,
} from '../output/markdown';
import { problemParts } from '../output/problems';
import { docsOf } from './rules';

const SIGNS = { error: '❌', warning: '⚠️', info: 'ℹ️' } as const;
const HEAD = ['', 'Rule', 'Where', 'What'];

/** A comment for a pull request. */
export function formatMarkdown(
  found: Findings,
  docs: string | undefined,
): string {
  const { findings, silenced, counts } = found;
  const bad = findings.filter(({ severity }) => severity !== 'info');
  const hints = findings.filter(({ severity }) => severity === 'info');
  const rows = (list: readonly Finding[]) =>
    limitedTable(
      HEAD,
      list.map(each => formatRow(each, docs)),
    );
  return comment('check', [
    `### Meshwright check: ${countFindings(findings).toLowerCase()}`,
    `${plural(counts.entities, 'entity')} and ${plural(
      counts.manifests,
      'manifest',
    )} were read${
      silenced.length > 0 ? `; ${silenced.length} findings are silenced` : ''
    }.`,
    bad.length > 0 ? rows(bad) : undefined,
    hints.length > 0
      ? details(plural(hints.length, 'hint'), rows(hints))
      : undefined,
    ...problemParts(found),
  ]);
}

function formatRow(finding: Finding, docs: string | undefined): string[] {
  const { code: rule, severity, subject, message } = finding;
  const link = docs ? `[${rule}](${docs}${docsOf(rule)})` : rule;
  return [
    SIGNS[severity],
    link,
    code(formatPlace(finding)),
    `${code(subject)}: ${escapeText(message)}`,
  ];
}
