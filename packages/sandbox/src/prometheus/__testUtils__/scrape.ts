import type { ScrapedSeries } from '@meshwright/control-plane';
import type { PrometheusSeries } from '../evaluateExpression';

const SCRAPE_SECONDS = 15;

/** What a Prometheus that scrapes every 15 s knows of these counters. */
export function scrape(
  series: readonly PrometheusSeries[],
  until: number,
): ScrapedSeries[] {
  return series.map(({ labels, perSecond, since, until: stopped = until }) => {
    const first = Math.ceil(since / SCRAPE_SECONDS) * SCRAPE_SECONDS;
    const count = Math.floor((until - first) / SCRAPE_SECONDS) + 1;
    const samples = Array.from({ length: Math.max(count, 0) }, (_, at) => {
      const time = first + at * SCRAPE_SECONDS;
      const value = Math.floor((Math.min(time, stopped) - since) * perSecond);
      return [time, value] as const;
    });
    return { labels, samples };
  });
}
