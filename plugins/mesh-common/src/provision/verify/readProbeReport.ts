import type { ProbeReport } from './types';

/** As much as a kubelet keeps of the words of one container. */
const MOST_CHARACTERS = 4096;

/**
 * Reads what a probe wrote into its termination message; undefined for what
 * no probe writes.
 *
 * @public
 */
export function readProbeReport(message: string): ProbeReport | undefined {
  const value = parse(message.slice(0, MOST_CHARACTERS));
  if (value?.kind === 'call') {
    const { seen, body, calls, wanted } = value;
    return typeof seen === 'string' &&
      typeof body === 'string' &&
      typeof calls === 'number' &&
      typeof wanted === 'number'
      ? { kind: 'call', seen, body: body.slice(0, 200), calls, wanted }
      : undefined;
  }
  if (value?.kind === 'dns' && Array.isArray(value.answers)) {
    return { kind: 'dns', answers: readAnswers(value.answers) };
  }
  return undefined;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** `name=address address`. */
function readAnswers(lines: readonly unknown[]): Record<string, string[]> {
  const pairs = lines
    .filter((line): line is string => typeof line === 'string')
    .map(line => line.split('='))
    .map(([name, found = '']): [string, string[]] => [
      name,
      found.split(' ').filter(Boolean),
    ]);
  return Object.fromEntries(pairs);
}
