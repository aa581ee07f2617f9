type Part = [unit: 'hour' | 'minute' | 'second', length: number];

const PARTS: Part[] = [
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** "11 minutes", "40 seconds": what a sentence needs to say. */
export function formatAbout(seconds: number, locale?: string): string {
  const [unit, length] = partOf(seconds, 90 * 60);
  return number(locale, unit, 'long').format(Math.round(seconds / length));
}

/** "1 min 20 sec", "45 sec": for tables. */
export function formatSpan(seconds: number, locale?: string): string {
  const whole = Math.max(0, Math.round(seconds));
  const [unit, length] = partOf(whole, 3_600);
  const first = number(locale, unit, 'short').format(
    Math.floor(whole / length),
  );
  const rest = whole % length;
  if (unit === 'second' || rest === 0) {
    return first;
  }
  const [next, size] = PARTS[PARTS.findIndex(part => part[0] === unit) + 1];
  const second = number(locale, next, 'short').format(Math.floor(rest / size));
  return `${first} ${second}`;
}

/** Seconds between two instants; undefined where one is not readable. */
export function secondsBetween(
  from: string | undefined,
  to: string | number | undefined,
): number | undefined {
  const end = typeof to === 'number' ? to : Date.parse(to ?? '');
  const seconds = (end - Date.parse(from ?? '')) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

function partOf(seconds: number, hoursFrom: number): Part {
  if (seconds >= hoursFrom) {
    return PARTS[0];
  }
  return seconds >= 60 ? PARTS[1] : PARTS[2];
}

function number(
  locale: string | undefined,
  unit: Part[0],
  unitDisplay: 'long' | 'short',
): Intl.NumberFormat {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay });
}
