/** How values are distributed. */
export type Spread = {
  count: number;
  median: number;
  p99: number;
  max: number;
};

export function toSpread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return {
    count: values.length,
    median: at(0.5),
    p99: at(0.99),
    max: at(1),
  };
}

export function round(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}
