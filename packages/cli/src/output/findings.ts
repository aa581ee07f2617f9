import type { Severity } from '@meshwright/plugin-mesh-common';
import type { Place, Problem } from '../read/types';

/** Something that was found, at its place in a file. */
export type Finding = Place & {
  /** Number of the rule, for example `MW1003`. */
  code: string;
  severity: Severity;
  /** Entity reference, or `Kind namespace/name`. */
  subject: string;
  /** Where in the subject: a JSON pointer or the path of a field. */
  pointer: string;
  message: string;
};

/** All that a check has to tell. */
export type Findings = {
  findings: Finding[];
  /** Those that objects ask to be silent about. */
  silenced: Finding[];
  problems: Problem[];
  assumptions: string[];
  counts: { entities: number; manifests: number };
};

const RANK: Record<Severity, number> = { info: 0, warning: 1, error: 2 };

/** By file and place, the worst first at the same place. */
export function sortFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      compareText(a.file, b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      RANK[b.severity] - RANK[a.severity] ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  );
}

/** True when something is at least that bad. */
export function isAtLeast(
  findings: readonly Finding[],
  threshold: Severity | 'never',
): boolean {
  return (
    threshold !== 'never' &&
    findings.some(({ severity }) => RANK[severity] >= RANK[threshold])
  );
}

/** How many there are: `2 errors, 1 warning`; `nothing found` for none. */
export function countFindings(findings: readonly Finding[]): string {
  const parts = (['error', 'warning', 'info'] as const).flatMap(severity => {
    const count = findings.filter(each => each.severity === severity).length;
    const word = severity === 'info' ? 'hint' : severity;
    return count === 0 ? [] : [plural(count, word)];
  });
  return parts.length > 0 ? parts.join(', ') : 'Nothing found';
}

export function plural(count: number, word: string): string {
  const many = word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
  return `${count} ${count === 1 ? word : many}`;
}

/** In one line, without colours. */
export function formatFinding(finding: Finding): string {
  const { severity, code, subject, message } = finding;
  return `${formatPlace(finding)}: ${severity} ${code} ${subject}: ${message}`;
}

export function formatPlace({ file, line, column }: Place): string {
  return [file, line, column].filter(part => part !== undefined).join(':');
}

/** For sorting, the same everywhere. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
