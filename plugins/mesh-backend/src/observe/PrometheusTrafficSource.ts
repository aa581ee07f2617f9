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
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** Headers that sign in, made anew for each observation. */
export type HeadersSource = (
  signal?: AbortSignal,
) => Promise<Record<string, string>>;

/** Traffic as the proxies report it to a Prometheus. */
export class PrometheusTrafficSource implements TrafficSource {
  readonly #url: string;
  readonly #fetch: typeof fetch;
  readonly #headers: HeadersSource;

  static create(options: {
    /** Base URL, without `/api/v1`. */
    url: string;
    /** Defaults to the one of Node. */
    fetch?: typeof fetch;
    /** Nobody signs in without it. */
    headers?: HeadersSource;
  }): PrometheusTrafficSource {
    const { url, headers } = options;
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      throw new InputError('The URL of a Prometheus must be an http(s) URL');
    }
    if (new URL(url).username || new URL(url).password) {
      throw new InputError('The URL of a Prometheus must hold no credentials');
    }
    if (headers && !mayCarrySecrets(new URL(url))) {
      throw new InputError(
        'The URL of a Prometheus that is signed in to must start with https://',
      );
    }
    return new PrometheusTrafficSource(url.replace(/\/+$/, ''), options);
  }

  private constructor(
    url: string,
    options: { fetch?: typeof fetch; headers?: HeadersSource },
  ) {
    this.#url = url;
    this.#fetch = options.fetch ?? fetch;
    this.#headers = options.headers ?? (async () => ({}));
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
    const headers = await this.#headers(signal);
    const how = { url: this.#url, fetch: this.#fetch, headers, signal };
    const samples = await Promise.all(
      queries.map(query => queryPrometheus({ ...how, query })),
    );
    return summarizeTraffic(cluster, samples.flat());
  }
}

function mayCarrySecrets({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || LOOPBACK.includes(hostname);
}

function sumRate(metric: string, labels: string[], window: number): string {
  return `sum by (${labels.join(
    ', ',
  )}) (rate(${metric}{reporter="destination"}[${window}s]))`;
}
