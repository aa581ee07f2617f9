/** A series, and what each scrape of it saw. */
export type ScrapedSeries = {
  /** With `__name__`, which ends in `_total`. */
  labels: Record<string, string>;
  /** Seconds since 1970, and the value then; in order of time. */
  samples: ReadonlyArray<readonly [number, number]>;
};

function escape(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}

/** Writes counters in the text format of OpenMetrics. */
export function formatSamples(series: readonly ScrapedSeries[]): string {
  const families = new Map<string, string[]>();
  for (const { labels, samples } of series) {
    const { __name__: name = '', ...rest } = labels;
    const pairs = Object.entries(rest)
      .map(([label, value]) => `${label}="${escape(value)}"`)
      .join(',');
    const family = name.replace(/_total$/, '');
    const lines = families.get(family) ?? [];
    families.set(family, lines);
    for (const [time, value] of samples) {
      lines.push(`${name}{${pairs}} ${value} ${time}`);
    }
  }
  const blocks = [...families].map(
    ([family, lines]) => `# TYPE ${family} counter\n${lines.join('\n')}\n`,
  );
  return `${blocks.join('')}# EOF\n`;
}
