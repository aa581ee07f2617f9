import { findPortProblem } from '../text/address';
import { findWildcardProblem } from '../text/names';
import { findSubsetProblem } from './destinationRule';
import type { Findings } from './Findings';
import { toMessage, toNumber, toString } from './read';

/** Checks where calls go to. */
export function checkDestination(given: unknown, out: Findings): void {
  const destination = toMessage(given);
  if (!destination) return;
  const host = toString(destination.host);
  out.error(
    host === '*'
      ? `invalid destination host ${host}`
      : findWildcardProblem(host),
  );
  const subset = toString(destination.subset);
  if (subset !== '') out.error(findSubsetProblem(subset));
  const port = toMessage(destination.port);
  if (port) out.error(findPortProblem(toNumber(port.number)));
}
