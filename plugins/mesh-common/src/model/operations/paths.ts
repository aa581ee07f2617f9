/** Any segment that `{*}` is certain to match in every proxy. */
const SEGMENT = /^[!-~]+$/;
const OUTSIDE = /[/[\]]/;

/** True for a path that stands for more than one. */
export function isPattern(path: string): boolean {
  return path.includes('*');
}

/**
 * True when it is certain that every path that `narrow` matches is one that
 * `wide` matches as well.
 */
export function coversPath(wide: string, narrow: string): boolean {
  if (wide === narrow) {
    return true;
  }
  if (!isPattern(wide)) {
    return false;
  }
  return isTemplate(wide)
    ? coversTemplate(wide.split('/'), narrow)
    : narrow.startsWith(wide.slice(0, -1));
}

/**
 * The paths that both patterns match, as one pattern; undefined where there
 * are none, or where it is not certain which.
 */
export function intersectPaths(a: string, b: string): string | undefined {
  if (coversPath(a, b)) {
    return b;
  }
  if (coversPath(b, a)) {
    return a;
  }
  return isTemplate(a) && isTemplate(b)
    ? intersectTemplates(a.split('/'), b.split('/'))
    : undefined;
}

function isTemplate(path: string): boolean {
  return path.includes('{');
}

function coversTemplate(wide: string[], narrow: string): boolean {
  const parts = narrow.split('/');
  // A prefix goes on with characters that no template matches.
  if (isPattern(narrow) && !isTemplate(narrow)) {
    return false;
  }
  const middle = wide.indexOf('{**}');
  if (middle < 0) {
    return wide.length === parts.length && coversAll(wide, parts);
  }
  const after = wide.slice(middle + 1);
  const end = parts.length - after.length;
  return (
    end > middle &&
    coversAll(wide.slice(0, middle), parts.slice(0, middle)) &&
    coversAll(after, parts.slice(end)) &&
    parts
      .slice(middle, end)
      .every(part => part === '' || part === '{**}' || coversSegment(part))
  );
}

function coversAll(wide: string[], narrow: string[]): boolean {
  return wide.every((segment, index) =>
    segment === '{*}'
      ? coversSegment(narrow[index])
      : segment === narrow[index],
  );
}

function coversSegment(part: string): boolean {
  return part === '{*}' || (!part.includes('{') && isCertain(part));
}

function isCertain(literal: string): boolean {
  return SEGMENT.test(literal) && !OUTSIDE.test(literal);
}

function intersectTemplates(a: string[], b: string[]): string | undefined {
  if (a.length !== b.length || a.includes('{**}') || b.includes('{**}')) {
    return undefined;
  }
  const parts = a.map((part, index) => {
    const other = b[index];
    if (part === other || (part === '{*}' && coversSegment(other))) {
      return other;
    }
    return other === '{*}' && coversSegment(part) ? part : undefined;
  });
  return parts.every(part => part !== undefined) ? parts.join('/') : undefined;
}
