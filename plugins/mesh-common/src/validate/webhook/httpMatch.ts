import type { Json } from '../schema/node';
import { isHeaderName } from '../text/names';
import { isClaim } from './claims';
import type { Findings } from './Findings';
import { toMessage, toMessageEntries, toString } from './read';
import { checkSource, findNamespaceProblem } from './streamRoutes';
import { findMatchProblem, findRegexMatchProblem } from './stringMatch';

const pseudoHeaders = [':method', ':scheme', ':authority', ':path', ':status'];

function findNameProblem(name: string): string | undefined {
  if (name === '') return 'header name cannot be empty';
  return isClaim(name) || pseudoHeaders.includes(name) || isHeaderName(name)
    ? undefined
    : `header name ${name} is not a valid header name`;
}

/** Checks which requests a route is for. */
export function checkHttpMatch(match: Json, out: Findings): void {
  for (const [name, header] of toMessageEntries(match.headers)) {
    if (!header) out.error(`header match ${name} cannot be null`);
    out.error(findNameProblem(name), findMatchProblem(header, 'headers'));
  }
  for (const [name, header] of toMessageEntries(match.withoutHeaders)) {
    out.error(findNameProblem(name));
    // A star alone is no expression there: it asks for any value.
    if (header?.regex !== '*') {
      out.error(findMatchProblem(header, 'withoutHeaders'));
    }
  }
  out.error(findRegexMatchProblem(match.uri, 'uri'));
  for (const field of ['scheme', 'method', 'authority']) {
    out.error(findMatchProblem(match[field], field));
  }
  for (const value of Object.values(toMessage(match.queryParams) ?? {})) {
    out.error(findMatchProblem(value, 'queryParams'));
  }
  checkSource(match, out);
  out.error(findNamespaceProblem(toString(match.sourceNamespace)));
}
