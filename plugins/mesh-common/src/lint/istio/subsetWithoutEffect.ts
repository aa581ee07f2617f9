import { toRecord, toRecords, toText, toTexts } from '../../evaluate/readJson';
import type { LintContext, ObjectRule } from '../types';
import { append } from './context/groupBy';
import { fullName, groups, specOf, type Fields } from './context/objects';

/** Nobody reads more, and thousands may share a host. */
const MAX_OTHERS = 5;

/** A gateway does not ask the VirtualService of the host that it calls. */
export const subsetWithoutEffect: ObjectRule = {
  code: 'MW2140',
  severity: 'warning',
  summary: 'Routes of a gateway choose the subset themselves',
  aliases: ['IST0140'],
  check: context => {
    const byHost = listSubsetRoutes(context);
    return context
      .ofKind('VirtualService', groups.networking)
      .filter(object => toTexts(specOf(object).gateways).length > 0)
      .flatMap(object =>
        [...listOthers(specOf(object), byHost)].map(
          ([other, { path, host }]) => ({
            object,
            path,
            message: `${path} of VirtualService ${fullName(
              object,
            )} sends calls from a gateway to all of '${host}'; the subsets that VirtualService ${other} chooses for it do not count there. Name the subset here too.`,
          }),
        ),
      );
  },
};

/** VirtualServices that choose a subset of their own host, by host. */
function listSubsetRoutes(context: LintContext): Map<string, string[]> {
  const byHost = new Map<string, string[]>();
  for (const object of context.ofKind('VirtualService', groups.networking)) {
    const hosts = new Set(toTexts(specOf(object).hosts));
    for (const { host, subset } of listHttp(specOf(object))) {
      if (subset && hosts.has(host)) append(byHost, host, fullName(object));
    }
  }
  return byHost;
}

/** The first route that each other VirtualService does not count for. */
function listOthers(
  spec: Fields,
  byHost: ReadonlyMap<string, readonly string[]>,
): Map<string, { path: string; host: string }> {
  const found = new Map<string, { path: string; host: string }>();
  for (const route of listHttp(spec)) {
    if (route.subset !== '') continue;
    for (const other of byHost.get(route.host) ?? []) {
      if (found.size >= MAX_OTHERS) return found;
      if (!found.has(other)) found.set(other, route);
    }
  }
  return found;
}

function listHttp(spec: Fields) {
  return toRecords(spec.http).flatMap((rule, index) =>
    toRecords(rule.route).map((item, route) => {
      const { host, subset } = toRecord(item.destination);
      return {
        path: `spec/http[${index}]/route[${route}]`,
        host: toText(host) ?? '',
        subset: toText(subset) ?? '',
      };
    }),
  );
}
