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

/** The one text that a pattern stands for, when it has no wildcard. */
export function exactText(pattern: string): string | undefined {
  return pattern.startsWith('*') || pattern.endsWith('*') ? undefined : pattern;
}

/** How many texts are sooner compared one by one than looked up. */
const FEW = 4;

/**
 * Matches what any of the patterns matches. Those that `exact` turns into a
 * text are looked up, so that their number does not matter.
 */
export function compileAny(
  patterns: readonly string[],
  {
    compile,
    exact,
  }: {
    compile(pattern: string): TextMatcher;
    exact(pattern: string): string | undefined;
  },
): TextMatcher {
  const texts: string[] = [];
  const matchers: TextMatcher[] = [];
  for (const pattern of patterns) {
    const text = exact(pattern);
    if (text === undefined) matchers.push(compile(pattern));
    else texts.push(text);
  }
  const known = texts.length > FEW ? new Set(texts) : undefined;
  return text => {
    if (known ? known.has(text) : texts.includes(text)) return true;
    for (const matches of matchers) if (matches(text)) return true;
    return false;
  };
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
