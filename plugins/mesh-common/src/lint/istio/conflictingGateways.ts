import type { LintContext, ObjectRule } from '../types';
import { listGateways, listServers, selectorOf } from './context/gateways';
import {
  relateGatewaySelectors,
  type GatewaySelectors,
} from './context/gatewaySelectors';
import { formatLabels } from './context/labels';
import { listNames } from './context/listNames';
import { fullName } from './context/objects';

type Place = { selector: string; port: number; bind: string; host: string };

/** Gateways by what one of their servers listens for. */
type Index = ReadonlyMap<string, ReadonlySet<string>>;

/** Whose certificate and routes are taken is left to chance. */
export const conflictingGateways: ObjectRule = {
  code: 'MW2145',
  severity: 'error',
  summary: 'One Gateway serves a host on a port of the same pods',
  aliases: ['IST0145', 'KIA0301'],
  check: context => {
    const related = context.derive(relateGatewaySelectors);
    const index = indexServers(context);
    return listGateways(context).flatMap(object => {
      const own = fullName(object);
      const selector = formatLabels(selectorOf(object));
      return listServers(object).flatMap(({ path, port, hosts, bind }) => {
        const places = hosts.map(host => ({ selector, port, bind, host }));
        const others = listNames(listOthers(places, { own, index, related }));
        return others
          ? [
              {
                object,
                path,
                message: `${path} of Gateway ${own} listens on port ${port} for hosts that other Gateways of the same pods serve too: ${others}. Merge the servers, or give them other hosts or ports.`,
              },
            ]
          : [];
      });
    });
  },
};

function indexServers(context: LintContext): Index {
  const index = new Map<string, Set<string>>();
  for (const gateway of listGateways(context)) {
    const selector = formatLabels(selectorOf(gateway));
    for (const { port, bind, hosts } of listServers(gateway)) {
      for (const host of hosts) {
        const key = toKey({ selector, port, bind, host });
        const names = index.get(key) ?? new Set<string>();
        index.set(key, names.add(fullName(gateway)));
      }
    }
  }
  return index;
}

function* listOthers(
  places: readonly Place[],
  found: { own: string; index: Index; related: GatewaySelectors },
): Generator<string> {
  for (const place of places) {
    for (const selector of found.related.get(place.selector) ?? []) {
      for (const name of found.index.get(toKey({ ...place, selector })) ?? []) {
        if (name !== found.own) yield name;
      }
    }
  }
}

function toKey({ selector, port, bind, host }: Place): string {
  return JSON.stringify([selector, port, bind, host]);
}
