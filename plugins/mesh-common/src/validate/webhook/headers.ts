import type { Findings } from './Findings';
import { findHeaderValueProblem } from './headerValue';
import { toItems, toMessage, toTextEntries } from './read';

const isHost = (name: string) => name.toLowerCase() === 'host';

/** Whether a header says for whom a request is. */
export function isAuthority(name: string): boolean {
  return isHost(name) || name.toLowerCase() === ':authority';
}

function findSetProblem(name: string): string | undefined {
  if (name === '') return 'header name cannot be empty';
  return name.startsWith(':') && !isAuthority(name)
    ? `invalid header "${name}": header cannot have ":" prefix`
    : undefined;
}

function findChangeProblem(name: string): string | undefined {
  if (name === '') return 'header name cannot be empty';
  if (isHost(name)) return `invalid header "${name}": cannot set Host header`;
  return name.startsWith(':')
    ? `invalid header "${name}": header cannot have ":" prefix`
    : undefined;
}

/** Checks what is done to headers of requests and responses. */
export function checkHeaders(given: unknown, out: Findings): void {
  const headers = toMessage(given);
  for (const side of ['request', 'response']) {
    const changes = toMessage(headers?.[side]);
    const find = side === 'request' ? findSetProblem : findChangeProblem;
    for (const change of ['add', 'set']) {
      for (const [name, value] of toTextEntries(changes?.[change])) {
        out.error(find(name), findHeaderValueProblem(value));
      }
    }
    out.error(...toItems(changes?.remove).map(findChangeProblem));
  }
}
