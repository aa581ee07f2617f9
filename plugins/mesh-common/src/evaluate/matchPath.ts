import { compileString, exactText, type TextMatcher } from './matchString';

/** Characters that a segment operator of a template does not match. */
const OUTSIDE_SEGMENT = /[/[\]]/;
const OUTSIDE_PATH = /[[\]]/;

/** `paths`: a string pattern, or a template with `{*}` or `{**}`. */
export function compilePath(pattern: string): TextMatcher {
  return isTemplate(pattern)
    ? compileTemplate(pattern)
    : compileString(pattern);
}

/** The path that a pattern without wildcards stands for. */
export function exactPath(pattern: string): string | undefined {
  return isTemplate(pattern) ? undefined : exactText(pattern);
}

export function isTemplate(pattern: string): boolean {
  return pattern.includes('{*}') || pattern.includes('{**}');
}

/**
 * `{*}` is one segment, `{**}` any number of them (also none, where the
 * slash before it is there). What stands in front of the first operator is
 * compared first: most paths already differ there.
 */
function compileTemplate(pattern: string): TextMatcher {
  const segments = pattern.split('/');
  const prefix = pattern.slice(0, pattern.indexOf('{*'));
  const middle = segments.indexOf('{**}');
  const matches =
    middle < 0
      ? (path: string) => matchAll(segments, path.split('/'))
      : compileAround(segments.slice(0, middle), segments.slice(middle + 1));
  return path => path.startsWith(prefix) && matches(path);
}

/**
 * The segments in front of `{**}` and behind it are matched from both ends,
 * what remains is its own.
 */
function compileAround(before: string[], after: string[]): TextMatcher {
  return path => {
    const parts = path.split('/');
    const spare = parts.length - before.length - after.length;
    if (spare < 1) return false;
    const end = before.length + spare;
    return (
      matchAll(before, parts.slice(0, before.length)) &&
      matchAll(after, parts.slice(end)) &&
      !OUTSIDE_PATH.test(parts.slice(before.length, end).join('/'))
    );
  };
}

function matchAll(segments: string[], parts: string[]): boolean {
  return (
    segments.length === parts.length &&
    segments.every((segment, index) => {
      const part = parts[index] ?? '';
      return segment === '{*}'
        ? part !== '' && !OUTSIDE_SEGMENT.test(part)
        : segment === part;
    })
  );
}
