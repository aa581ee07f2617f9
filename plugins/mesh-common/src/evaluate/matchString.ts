/** A predicate over one text. */
export type TextMatcher = (text: string) => boolean;

/**
 * Istio's string pattern: `*` is any non-empty text, a leading `*` a suffix,
 * a trailing `*` a prefix, anything else the exact text. A leading `*` is
 * looked at first, so `*x*` is the suffix `x*`.
 */
export function compileString(pattern: string): TextMatcher {
  if (pattern === '*') return text => text !== '';
  if (pattern.startsWith('*')) {
    const suffix = pattern.slice(1);
    return text => text.endsWith(suffix);
  }
  if (pattern.endsWith('*')) {
    const prefix = pattern.slice(0, -1);
    return text => text.startsWith(prefix);
  }
  return text => text === pattern;
}

/** As {@link compileString}, without regard to case. */
export function compileCaseless(pattern: string): TextMatcher {
  const matches = compileString(pattern.toLowerCase());
  return text => matches(text.toLowerCase());
}

/**
 * Matches the literals in their order from the very beginning to the very
 * end, with at least `gap` characters between neighbours. The leftmost place
 * for each literal is the right one, so no backtracking is needed.
 */
export function matchInOrder(
  text: string,
  literals: readonly string[],
  gap: number = 0,
): boolean {
  const [first, ...rest] = literals;
  if (first === undefined) return text === '';
  if (!text.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return text.length === first.length;
  let position = first.length;
  for (const literal of rest) {
    const found = text.indexOf(literal, position + gap);
    if (found < 0) return false;
    position = found + literal.length;
  }
  return text.endsWith(last) && text.length - last.length >= position + gap;
}
