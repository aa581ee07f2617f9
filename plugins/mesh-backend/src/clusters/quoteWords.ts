/** Enough for a reason; some servers answer with a whole object. */
const LONGEST = 400;

/** What we read of a text at most, however long it is. */
const LONGEST_READ = 10 * LONGEST;

/** What may be a secret in the words of others, and what stands for it. */
const SECRETS: ReadonlyArray<[RegExp, string]> = [
  [/\b(bearer)[ :=]{1,3}[\w+/.~-]{16,}=*/gi, '$1 (hidden)'],
  // Tokens in the form of a JWT, whatever is around them.
  [/\beyJ[\w-]{8,}(?:\.[\w-]*){0,2}/g, '(hidden)'],
  [/(\/\/)[^\s/@]{1,200}@/g, '$1'],
];

/** Words of somebody else as one short line, without what may be a secret. */
export function quoteWords(words: string): string {
  const line = words
    .slice(0, LONGEST_READ)
    // Control characters could forge lines of a log.
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
    .trim();
  const safe = SECRETS.reduce(
    (text, [pattern, shown]) => text.replace(pattern, shown),
    line,
  );
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
}

/** So many warnings of one answer are worth showing. */
const MOST_WARNINGS = 5;

/** The first warnings of an answer, each as one short line. */
export function quoteWarnings(warnings: readonly string[]): string[] {
  return warnings.slice(0, MOST_WARNINGS).map(quoteWords);
}
