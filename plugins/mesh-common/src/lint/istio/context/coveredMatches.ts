import { toRecord, toText } from '../../../evaluate/readJson';
import { append } from './groupBy';
import { toNumber } from './numbers';
import type { Fields } from './objects';

/** A match of a rule of a VirtualService. */
export type Match = {
  path: string;
  fields: Fields;
  /** Equal for matches that mean the same. */
  text: string;
  /** Empty when the match is by something else. */
  uriPrefix: string;
};

type Covered = { path: string; isWholeRule: false; reason: string };

/**
 * Matches by a prefix of the path that an earlier, shorter prefix takes away.
 * Only whole paths by prefix are compared, as Istio does.
 */
export function listCovered(matches: readonly Match[]): Covered[] {
  const earlier = new Map<string, Match[]>();
  const lengths = new Set<number>();
  return matches
    .filter(({ uriPrefix }) => uriPrefix !== '')
    .flatMap(match => {
      const { uriPrefix } = match;
      const covering = [...lengths]
        .filter(length => length < uriPrefix.length)
        .flatMap(length => earlier.get(uriPrefix.slice(0, length)) ?? [])
        .filter(other => covers(other.fields, match.fields));
      lengths.add(uriPrefix.length);
      append(earlier, uriPrefix, match);
      return covering.map(other => ({
        path: match.path,
        isWholeRule: false as const,
        reason: `${other.path} takes all paths that begin with '${other.uriPrefix}'`,
      }));
    });
}

function covers(first: Fields, second: Fields): boolean {
  return (
    toNumber(first.port) === toNumber(second.port) &&
    describe(first.method, 'exact:GET').startsWith(
      describe(second.method, 'exact:GET'),
    ) &&
    describe(first.authority).startsWith(describe(second.authority)) &&
    ['headers', 'queryParams', 'withoutHeaders'].every(field =>
      coversEach(toRecord(first[field]), toRecord(second[field])),
    )
  );
}

function coversEach(first: Fields, second: Fields): boolean {
  const keys = Object.keys(first);
  return (
    keys.length === Object.keys(second).length &&
    keys.every(
      key =>
        Object.hasOwn(second, key) &&
        describe(first[key]).startsWith(describe(second[key])),
    )
  );
}

function describe(match: unknown, otherwise = ''): string {
  const { exact, prefix } = toRecord(match);
  if (toText(exact)) return `exact:${exact}`;
  return toText(prefix) ? `prefix:${prefix}` : otherwise;
}
