import { toRecords, toText } from '../../../evaluate/readJson';
import type { LintContext, RuleFinding } from '../../types';
import { listDestinations } from '../context/destinations';
import { parseServiceHost } from '../context/hosts';
import { fullName, groups, namespaceOf, specOf } from '../context/objects';

/** Subsets that VirtualServices send calls to and no DestinationRule has. */
export function missingSubsets(context: LintContext): RuleFinding[] {
  const known = new Set(
    context.ofKind('DestinationRule', groups.networking).flatMap(rule => {
      const { host, subsets } = specOf(rule);
      return toRecords(subsets).map(({ name }) =>
        toKey(namespaceOf(rule), toText(host) ?? '', toText(name) ?? ''),
      );
    }),
  );
  return context.ofKind('VirtualService', groups.networking).flatMap(object =>
    listDestinations(object)
      .filter(({ subset }) => subset !== '')
      .filter(
        ({ host, subset }) =>
          !known.has(toKey(namespaceOf(object), host, subset)),
      )
      .map(({ path, host, subset }) => ({
        object,
        path,
        message: `${path} of VirtualService ${fullName(
          object,
        )} sends calls to subset '${subset}' of '${host}', which no DestinationRule has. Calls get 503; add the subset, or leave it out.`,
      })),
  );
}

/** One Service has one key, whether it is named in short or in full. */
function toKey(home: string, host: string, subset: string): string {
  const { namespace, name } = parseServiceHost(host) ?? {
    namespace: home,
    name: host,
  };
  return JSON.stringify([namespace, name, subset]);
}
