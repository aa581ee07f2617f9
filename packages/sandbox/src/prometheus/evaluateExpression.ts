import type { Expression, Matcher } from './parseExpression';
import { toPredicate } from './parseExpression';

const SCRAPE_SECONDS = 15;
const LOOKBACK_SECONDS = 300;

/**
 * A counter that grows evenly.
 *
 * @public
 */
export type PrometheusSeries = {
  /** With `__name__`. */
  labels: Record<string, string>;
  perSecond: number;
  /** Seconds since 1970 when it was 0. */
  since: number;
  /** Seconds since 1970 when it stopped; it still does not without it. */
  until?: number;
};

/** One line of a result. */
export type Sample = { labels: Record<string, string>; value: number };

/** The value of an expression at a time, in seconds since 1970. */
export function evaluateExpression(
  expression: Expression,
  options: { series: readonly PrometheusSeries[]; time: number },
): Sample[] {
  const { time } = options;
  switch (expression.type) {
    case 'selector':
      return select(options.series, expression.matchers).flatMap(series =>
        toSamples(series.labels, readLatest(series, time)),
      );
    case 'sum':
      return sum(
        evaluateExpression(expression.of, options),
        expression.grouping,
      );
    default: {
      const { windowSeconds, matchers, type } = expression;
      return select(options.series, matchers).flatMap(series => {
        const { __name__: _, ...labels } = series.labels;
        const increase = readIncrease(series, { time, windowSeconds });
        const divisor = type === 'rate' ? windowSeconds : 1;
        return toSamples(
          labels,
          increase === undefined ? undefined : increase / divisor,
        );
      });
    }
  }
}

/** The series that fit all matchers. */
export function select(
  series: readonly PrometheusSeries[],
  matchers: readonly Matcher[],
): PrometheusSeries[] {
  const tests = matchers.map(matcher => {
    const fits = toPredicate(matcher);
    return (labels: Record<string, string>) =>
      fits(labels[matcher.label] ?? '');
  });
  return series.filter(({ labels }) => tests.every(test => test(labels)));
}

function toSamples(labels: Sample['labels'], value?: number): Sample[] {
  return value === undefined ? [] : [{ labels, value }];
}

/** What a scrape at a time saw; counters count whole events. */
function valueAt(series: PrometheusSeries, time: number): number {
  const end = Math.min(time, series.until ?? time);
  return Math.floor((end - series.since) * series.perSecond);
}

/** The last scrape at or before a time. */
function lastScrape(time: number): number {
  return Math.floor(time / SCRAPE_SECONDS) * SCRAPE_SECONDS;
}

/** The first scrape of a series. */
function firstScrape(series: PrometheusSeries): number {
  return Math.ceil(series.since / SCRAPE_SECONDS) * SCRAPE_SECONDS;
}

function readLatest(series: PrometheusSeries, time: number) {
  const now = Math.floor(Date.now() / 1000);
  const scrape = lastScrape(Math.min(time, now));
  const isStale = scrape <= time - LOOKBACK_SECONDS;
  return scrape < firstScrape(series) || isStale
    ? undefined
    : valueAt(series, scrape);
}

/**
 * Increase within the window that ends at a time, extrapolated to the edges
 * of the window as Prometheus does; undefined with fewer than two scrapes.
 */
function readIncrease(
  series: PrometheusSeries,
  range: { time: number; windowSeconds: number },
): number | undefined {
  const { time, windowSeconds } = range;
  const start = time - windowSeconds;
  const now = Math.floor(Date.now() / 1000);
  const last = lastScrape(Math.min(time, now));
  // The window is open at its start.
  const first = Math.max(
    lastScrape(start) + SCRAPE_SECONDS,
    firstScrape(series),
  );
  if (last <= first) {
    return undefined;
  }
  const from = valueAt(series, first);
  const increase = valueAt(series, last) - from;
  const sampled = last - first;
  const threshold = SCRAPE_SECONDS * 1.1;
  const limit = (gap: number) => (gap >= threshold ? SCRAPE_SECONDS / 2 : gap);
  // A counter cannot have been below zero before its first scrape.
  const untilZero = increase > 0 ? sampled * (from / increase) : Infinity;
  const before = Math.min(limit(first - start), untilZero);
  const covered = sampled + before + limit(time - last);
  return increase * (covered / sampled);
}

function sum(
  samples: Sample[],
  grouping: { keep: boolean; labels: string[] },
): Sample[] {
  const groups = new Map<string, Sample>();
  for (const { labels, value } of samples) {
    const entries = Object.entries(labels)
      .filter(
        ([label, text]) =>
          grouping.labels.includes(label) === grouping.keep &&
          (grouping.keep || label !== '__name__') &&
          text !== '',
      )
      .sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify(entries);
    const group = groups.get(key);
    groups.set(key, {
      labels: Object.fromEntries(entries),
      value: (group?.value ?? 0) + value,
    });
  }
  return [...groups.values()];
}
