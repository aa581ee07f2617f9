/** A number, or a text of digits; 0 where there is none, as Istio reads it. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return typeof value === 'string' && /^\d{1,9}$/.test(value)
    ? Number(value)
    : 0;
}
