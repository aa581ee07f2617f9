import { InputError } from '@backstage/errors';
import type { TrafficObservation } from '@meshwright/plugin-mesh-common';
import type { TrafficSource } from '@meshwright/plugin-mesh-node';
import { queryPrometheus } from './queryPrometheus';
import { summarizeTraffic } from './summarizeTraffic';

const LABELS = [
  'source_principal',
  'source_workload_namespace',
  'destination_workload',
  'destination_workload_namespace',
];
const SECURITY = 'connection_security_policy';

/** Traffic as the proxies report it to a Prometheus. */
export class PrometheusTrafficSource implements TrafficSource {
  readonly #url: string;
  readonly #fetch: typeof fetch;

  static create(options: {
    /** Base URL, without `/api/v1`. */
    url: string;
    /** Defaults to the one of Node. */
    fetch?: typeof fetch;
  }): PrometheusTrafficSource {
    const { url } = options;
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new InputError('The URL of a Prometheus must be an http(s) URL');
    }
    if (new URL(url).username || new URL(url).password) {
      throw new InputError('The URL of a Prometheus must hold no credentials');
    }
    return new PrometheusTrafficSource(
      url.replace(/\/+$/, ''),
      options.fetch ?? fetch,
    );
  }

  private constructor(url: string, send: typeof fetch) {
    this.#url = url;
    this.#fetch = send;
  }

  async observe(options: {
    cluster: string;
    windowSeconds: number;
    signal?: AbortSignal;
  }): Promise<TrafficObservation[]> {
    const { cluster, signal } = options;
    const window = Math.max(1, Math.round(options.windowSeconds));
    const queries = [
      sumRate(
        'istio_requests_total',
        [...LABELS, 'response_code', SECURITY],
        window,
      ),
      sumRate(
        'istio_tcp_connections_opened_total',
        [...LABELS, SECURITY],
        window,
      ),
    ];
    const samples = await Promise.all(
      queries.map(query =>
        queryPrometheus({ url: this.#url, query, fetch: this.#fetch, signal }),
      ),
    );
    return summarizeTraffic(cluster, samples.flat());
  }
}

function sumRate(metric: string, labels: string[], window: number): string {
  return `sum by (${labels.join(
    ', ',
  )}) (rate(${metric}{reporter="destination"}[${window}s]))`;
}
