/** What RFC 3986 allows in a segment, and policies in a template. */
const SEGMENT_CHARACTER = /^[A-Za-z0-9\-._~!$&'()+,;:@=]$/;
const UNRESERVED = /^[A-Za-z0-9\-._~]$/;

/**
 * A literal segment as proxies see it once they have normalised the path:
 * unreserved characters plain, everything that clients must encode encoded.
 */
export function toLiteral(
  segment: string,
): { text: string } | { problem: string } {
  let text = '';
  for (let index = 0; index < segment.length; ) {
    const character = String.fromCodePoint(segment.codePointAt(index) ?? 0);
    const part =
      character === '%'
        ? readEscape(segment.slice(index, index + 3))
        : toCharacter(character);
    if (part === undefined) {
      return {
        problem: `has '${segment}'; the characters [ ] \\ ? #, control characters and malformed percent-encoding cannot be part of a path in a policy`,
      };
    }
    text += part;
    index += character === '%' ? 3 : character.length;
  }
  return text === '.' || text === '..'
    ? { problem: `has the segment '${segment}', which no request ever shows` }
    : { text };
}

function readEscape(escape: string): string | undefined {
  if (!/^%[0-9A-Fa-f]{2}$/.test(escape) || escape === '%00') return undefined;
  const character = String.fromCharCode(parseInt(escape.slice(1), 16));
  return UNRESERVED.test(character) ? character : escape;
}

function toCharacter(character: string): string | undefined {
  if (SEGMENT_CHARACTER.test(character)) return character;
  // eslint-disable-next-line no-control-regex
  if (/[[\]\\?#\u0000-\u001f\u007f\ud800-\udfff]/u.test(character)) {
    return undefined;
  }
  return encodeURIComponent(character);
}
