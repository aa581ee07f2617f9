const nanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

const part = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;

/** Longest duration that is read, in characters. */
const LONGEST = 64;

/**
 * Nanoseconds of a duration such as `1h30m` or `-0.5s`, in the notation of
 * Go; undefined when it is none.
 */
export function parseDuration(text: string): number | undefined {
  const unsigned = text.replace(/^[-+]/, '');
  if (unsigned === '0') return 0;
  if (unsigned === '' || text.length > LONGEST) return undefined;
  let total = 0;
  let at = 0;
  while (at < unsigned.length) {
    part.lastIndex = at;
    const found = part.exec(unsigned);
    const unit = nanoseconds[found?.[2] ?? ''];
    if (!found || unit === undefined) return undefined;
    total += Math.trunc(Number(found[1]) * unit);
    at = part.lastIndex;
  }
  return text.startsWith('-') ? -total : total;
}
