import {
  findWildcardProblem,
  isDnsLabel,
  listLabelProblems,
} from '../text/names';
import { checkExportTo } from './exportTo';
import { isSet, toMessages, toString, toTextEntries } from './read';
import { checkSelector } from './selectors';
import { checkTrafficPolicy } from './trafficPolicy';
import type { Check } from './types';

/** What is wrong with the name of a subset. */
export function findSubsetProblem(name: string): string | undefined {
  if (name === '') return 'subset name cannot be empty';
  return isDnsLabel(name) ? undefined : `subset name is invalid: ${name}`;
}

/** What the control plane's webhook says to a DestinationRule. */
export const checkDestinationRule: Check = ({ spec, namespace }, out) => {
  out.error(findWildcardProblem(toString(spec.host)));
  checkTrafficPolicy(spec.trafficPolicy, namespace, out);
  const seen = new Set<string>();
  for (const subset of toMessages(spec.subsets)) {
    if (!subset) {
      out.error('subset may not be null');
      continue;
    }
    const name = toString(subset.name);
    if (seen.has(name)) out.error(`duplicate subset names: ${name}`);
    seen.add(name);
    out.error(
      findSubsetProblem(name),
      ...listLabelProblems(toTextEntries(subset.labels)),
    );
    out.errorsOf(part =>
      checkTrafficPolicy(subset.trafficPolicy, namespace, part),
    );
  }
  const selects = isSet(spec.workloadSelector);
  checkExportTo(spec.exportTo, { namespace, selects }, out);
  checkSelector(spec.workloadSelector, out);
};
