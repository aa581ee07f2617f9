const UNITS: Array<[Intl.RelativeTimeFormatUnit, number]> = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** "2 days ago", "in 3 hours", in the language of the page. */
export function formatRelative(options: {
  instant: string;
  now: number;
  locale?: string;
}): string {
  const { instant, now, locale } = options;
  const time = Date.parse(instant);
  if (Number.isNaN(time)) {
    return instant;
  }
  const seconds = Math.round((time - now) / 1000);
  const [unit, size] =
    UNITS.find(([, length]) => Math.abs(seconds) >= length) ??
    UNITS[UNITS.length - 1];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(
    Math.trunc(seconds / size),
    unit,
  );
}

/** The exact instant, in the language and zone of the reader. */
export function formatExact(instant: string, locale?: string): string {
  const time = Date.parse(instant);
  return Number.isNaN(time)
    ? instant
    : new Intl.DateTimeFormat(locale, {
        dateStyle: 'medium',
        timeStyle: 'long',
      }).format(time);
}
