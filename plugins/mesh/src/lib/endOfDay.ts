/** Last instant of a day in UTC; undefined for what is no day. */
export function endOfDay(day: string): string | undefined {
  const instant = `${day}T23:59:59Z`;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(instant) : NaN;
  return Number.isNaN(time) || !new Date(time).toISOString().startsWith(day)
    ? undefined
    : instant;
}
