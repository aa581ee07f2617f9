import type { Field } from './field';
import { valueAt } from './matchClaims';
import { compileAny, compileString, exactText } from './matchString';

/** Headers that proxies add themselves: what the caller sent says little. */
const generated = new Set(['x-request-id', 'x-forwarded-client-cert']);

/** A header of the request. */
export function headerField(header: string): Field {
  const name = header.toLowerCase();
  return {
    http: true,
    compile(wanted) {
      const matches = wanted.includes('*')
        ? () => true
        : compileAny(wanted, { compile: compileString, exact: exactText });
      return ({ http, separateHeaders }) => {
        const headers = http?.headers;
        if (!headers) return undefined;
        const values = headers.get(name);
        if (!values) return generated.has(name) ? undefined : false;
        return separateHeaders
          ? values.some(matches)
          : matches(values.join(','));
      };
    },
  };
}

/** What other filters found out; undefined for a key that has no form. */
export function metadataField(key: string): Field | undefined {
  const open = key.indexOf('[');
  if (open < 0 || !key.endsWith(']')) return undefined;
  const path = [key.slice(0, open), key.slice(open + 1, -1)];
  return {
    http: false,
    compile(values) {
      const matchers = values.map(compileMetadata);
      return ({ metadata }) => {
        if (!metadata) return undefined;
        const found = valueAt(metadata, path);
        return matchers.some(matches => matches(found));
      };
    },
  };
}

/** `[x]` looks into a list, `x` at a text. */
function compileMetadata(value: string): (found: unknown) => boolean {
  const isList = value.startsWith('[') && value.endsWith(']');
  const matches = compileString(isList ? value.slice(1, -1) : value);
  const fits = (item: unknown) => typeof item === 'string' && matches(item);
  return isList ? found => Array.isArray(found) && found.some(fits) : fits;
}
