import { canonicalJson } from '../../objects/canonicalJson';
import type { Json } from '../schema/node';
import {
  toMessage,
  toMessageEntries,
  toMessages,
  toNumber,
  toString,
} from './read';

type Match = Json | undefined;

/** A match by a prefix of the path, reduced to what is compared. */
type PrefixMatch = {
  route: string;
  name: string;
  prefix: string;
  port: number;
  method: string;
  authority: string;
  /** By header, by parameter, by header that must be missing. */
  others: Readonly<Record<string, string>>[];
};

/** Warnings about routes and matches that no call gets to. */
export function findUnreachable(routes: readonly Match[]): string[] {
  const warnings: string[] = [];
  const seen = new Map<string, number>();
  const prefixes: PrefixMatch[] = [];
  let open = false;
  routes.forEach((route, at) => {
    if (!route) return;
    const name = nameOf(route, at);
    const matches = toMessages(route.match);
    const unused = (reason: string) =>
      warnings.push(`virtualService rule ${name} not used (${reason})`);
    if (matches.length === 0) {
      if (open) unused('only the last rule can have no matches');
      open = true;
      return;
    }
    let repeated = 0;
    matches.forEach((match, place) => {
      if (open) {
        unused('route without matches defined before');
        return;
      }
      const key = keyOf(match);
      const before = seen.get(key);
      if (before !== undefined) {
        repeated += 1;
        const other = nameOf(routes[before], before);
        warnings.push(ineffective(name, nameOf(match, place), other));
        return;
      }
      seen.set(key, at);
      prefixes.push(...toPrefixMatch(match, name, place));
    });
    if (repeated === matches.length) unused('all matches used by prior rules');
  });
  return [...warnings, ...findCovered(prefixes)];
}

function ineffective(rule: string, match: string, other: string): string {
  return `virtualService rule ${rule} match ${match} is not used (duplicate/overlapping match in rule ${other})`;
}

function nameOf(part: Match, at: number): string {
  const name = toString(part?.name);
  return name === '' ? `#${at}` : `"${name}"`;
}

function keyOf(match: Match): string {
  return canonicalJson({ ...match, name: null });
}

function describe(given: unknown): string {
  const match = toMessage(given);
  const exact = toString(match?.exact);
  const prefix = toString(match?.prefix);
  if (exact !== '') return `exact:${exact}`;
  return prefix === '' ? '' : `prefix:${prefix}`;
}

function describeAll(given: unknown): Record<string, string> {
  return Object.fromEntries(
    toMessageEntries(given).map(([key, value]) => [key, describe(value)]),
  );
}

function toPrefixMatch(
  match: Match,
  route: string,
  place: number,
): PrefixMatch[] {
  const prefix = toString(toMessage(match?.uri)?.prefix);
  if (!match || prefix === '') return [];
  return [
    {
      route,
      name: nameOf(match, place),
      prefix,
      port: toNumber(match.port),
      method: describe(match.method) || 'exact:GET',
      authority: describe(match.authority),
      others: [match.headers, match.queryParams, match.withoutHeaders].map(
        describeAll,
      ),
    },
  ];
}

/** Pairs that are compared; a service has a few dozen. */
const MOST = 500;

function findCovered(given: readonly PrefixMatch[]): string[] {
  const list = given.slice(0, MOST);
  return list.flatMap((first, at) =>
    list
      .slice(at + 1)
      .filter(later => later.prefix !== first.prefix && covers(first, later))
      .map(later =>
        ineffective(
          later.route,
          `${later.name} of prefix ${later.prefix}`,
          `${first.name} of prefix ${first.prefix} on ${first.route}`,
        ),
      ),
  );
}

function covers(first: PrefixMatch, later: PrefixMatch): boolean {
  return (
    later.prefix.startsWith(first.prefix) &&
    later.port === first.port &&
    first.method.startsWith(later.method) &&
    first.authority.startsWith(later.authority) &&
    first.others.every((values, at) => coversAll(values, later.others[at]))
  );
}

function coversAll(
  first: Readonly<Record<string, string>>,
  later: Readonly<Record<string, string>> = {},
): boolean {
  const keys = Object.keys(first);
  return (
    keys.length === Object.keys(later).length &&
    keys.every(
      key =>
        Object.hasOwn(later, key) &&
        (first[key] ?? '').startsWith(later[key] ?? ''),
    )
  );
}
