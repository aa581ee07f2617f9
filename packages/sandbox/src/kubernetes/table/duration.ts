const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** Two units, the lesser one only when there is some of it. */
function pair(seconds: number, units: [number, string][]): string {
  const [[large, first], [small, second]] = units;
  const rest = Math.floor((seconds % large) / small);
  const whole = `${Math.floor(seconds / large)}${first}`;
  return rest > 0 ? `${whole}${rest}${second}` : whole;
}

/** How long something took, as kubectl says it: `3d4h`. */
export function describeDuration(seconds: number): string {
  if (seconds < 0) {
    return '0s';
  }
  if (seconds < 2 * MINUTE) {
    return `${Math.floor(seconds)}s`;
  }
  if (seconds < 10 * MINUTE) {
    return pair(seconds, [
      [MINUTE, 'm'],
      [1, 's'],
    ]);
  }
  if (seconds < 3 * HOUR) {
    return `${Math.floor(seconds / MINUTE)}m`;
  }
  if (seconds < 8 * HOUR) {
    return pair(seconds, [
      [HOUR, 'h'],
      [MINUTE, 'm'],
    ]);
  }
  if (seconds < 2 * DAY) {
    return `${Math.floor(seconds / HOUR)}h`;
  }
  if (seconds < 8 * DAY) {
    return pair(seconds, [
      [DAY, 'd'],
      [HOUR, 'h'],
    ]);
  }
  if (seconds < 2 * YEAR) {
    return `${Math.floor(seconds / DAY)}d`;
  }
  return seconds < 8 * YEAR
    ? pair(seconds, [
        [YEAR, 'y'],
        [DAY, 'd'],
      ])
    : `${Math.floor(seconds / YEAR)}y`;
}

/** How long ago a time was. */
export function describeAge(since: unknown): string {
  const from = typeof since === 'string' ? Date.parse(since) : NaN;
  return Number.isNaN(from)
    ? '<unknown>'
    : describeDuration((Date.now() - from) / 1000);
}
