import type { Price } from './Price';
import { readPrices } from './readPrices';

/** An answer is of no use to somebody who waits for a preview longer. */
const LIMIT_MS = 3_000;
const DAY_MS = 24 * 60 * 60_000;
const MOST_PAGES = 10;
const MOST_KEPT = 100;
const VERSION = '2023-01-01-preview';

/** What is asked for. */
export type PriceQuestion = { region: string; size: string };

type Options = {
  url: URL;
  fetch?: typeof fetch;
  /** Milliseconds since 1970. */
  now?: () => number;
  limitMs?: number;
};

/**
 * The public list of Azure's prices. It is asked without any credential, and
 * nothing depends on its answer.
 */
export class RetailPrices {
  readonly #options: Required<Options>;
  readonly #kept = new Map<string, { at: number; prices: Price[] }>();

  static create(options: Options): RetailPrices {
    return new RetailPrices(options);
  }

  private constructor({
    url,
    fetch: send = fetch,
    now = Date.now,
    limitMs = LIMIT_MS,
  }: Options) {
    this.#options = { url, fetch: send, now, limitMs };
  }

  /** Undefined when there was no complete answer in time. */
  async read(
    question: PriceQuestion,
    signal?: AbortSignal,
  ): Promise<Price[] | undefined> {
    const { now, limitMs } = this.#options;
    const key = `${question.region} ${question.size}`.toLowerCase();
    const kept = this.#kept.get(key);
    if (kept && now() - kept.at < DAY_MS) {
      return kept.prices;
    }
    const timeout = AbortSignal.timeout(limitMs);
    const limit = signal ? AbortSignal.any([signal, timeout]) : timeout;
    try {
      const prices = await this.#readPages(question, limit);
      this.#keep(key, prices);
      return prices;
    } catch {
      signal?.throwIfAborted();
      return undefined;
    }
  }

  #keep(key: string, prices: Price[]): void {
    this.#kept.delete(key);
    this.#kept.set(key, { at: this.#options.now(), prices });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) {
      this.#kept.delete(oldest);
    }
  }

  async #readPages(
    question: PriceQuestion,
    signal: AbortSignal,
  ): Promise<Price[]> {
    const { url, fetch: send } = this.#options;
    const prices: Price[] = [];
    let next: URL | undefined = new URL(url);
    next.searchParams.set('api-version', VERSION);
    next.searchParams.set('$filter', buildFilter(question));
    for (let page = 0; next; page++) {
      if (page === MOST_PAGES || next.origin !== url.origin) {
        throw new Error('The list of prices does not end, or ends elsewhere');
      }
      const response: Response = await send(next, {
        signal,
        redirect: 'error',
      });
      if (!response.ok) {
        throw new Error(`The list of prices answered ${response.status}`);
      }
      const answer = readPrices(await response.json());
      prices.push(...answer.prices);
      next = answer.next === undefined ? undefined : new URL(answer.next);
    }
    return prices;
  }
}

/** Values are compared with regard to case. */
function buildFilter({ region, size }: PriceQuestion): string {
  const is = (field: string, value: string) =>
    `${field} eq '${value.replace(/'/g, "''")}'`;
  const any = [
    is('armSkuName', size),
    is('serviceName', 'Azure Kubernetes Service'),
    is('productName', 'Application Gateway WAF v2'),
    is('productName', 'IP Addresses'),
  ].join(' or ');
  return `${is('armRegionName', region)} and ${is(
    'type',
    'Consumption',
  )} and (${any})`;
}
