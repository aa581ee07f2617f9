import { PrometheusTrafficSource } from './PrometheusTrafficSource';

const labels = {
  source_principal: 'spiffe://cluster.local/ns/shop/sa/web',
  source_workload_namespace: 'shop',
  destination_workload: 'api',
  destination_workload_namespace: 'shop',
  connection_security_policy: 'mutual_tls',
};
const time = 1_800_000_000;

type Series = { metric: Record<string, string>; value: [number, string] };

const answer = (result: Series[]) =>
  Response.json({ status: 'success', data: { resultType: 'vector', result } });

/** Answers HTTP queries with one list of series and TCP ones with another. */
function createSource(http: Series[], tcp: Series[] = []) {
  const send = jest.fn(async (input: URL | RequestInfo) => {
    const query = new URL(String(input)).searchParams.get('query') ?? '';
    return answer(query.includes('istio_requests_total') ? http : tcp);
  });
  const source = PrometheusTrafficSource.create({
    url: 'http://prometheus.example/base/',
    fetch: send,
  });
  return { source, send };
}

const observe = (source: PrometheusTrafficSource, signal?: AbortSignal) =>
  source.observe({ cluster: 'dev', windowSeconds: 300, signal });

describe('PrometheusTrafficSource', () => {
  it('asks for what the receiving proxies report', async () => {
    const { source, send } = createSource([]);

    await observe(source);

    const urls = send.mock.calls.map(([url]) => new URL(String(url)));
    expect(urls.map(({ pathname }) => pathname)).toEqual([
      '/base/api/v1/query',
      '/base/api/v1/query',
    ]);
    expect(urls.map(url => url.searchParams.get('query'))).toEqual([
      'sum by (source_principal, source_workload_namespace, destination_workload, destination_workload_namespace, response_code, connection_security_policy) (rate(istio_requests_total{reporter="destination"}[300s]))',
      'sum by (source_principal, source_workload_namespace, destination_workload, destination_workload_namespace, connection_security_policy) (rate(istio_tcp_connections_opened_total{reporter="destination"}[300s]))',
    ]);
  });

  it('adds up requests and connections, denials and encryption', async () => {
    const { source } = createSource(
      [
        { metric: { ...labels, response_code: '200' }, value: [time, '2'] },
        { metric: { ...labels, response_code: '403' }, value: [time + 1, '1'] },
      ],
      [
        {
          metric: { ...labels, connection_security_policy: 'none' },
          value: [time, '1'],
        },
      ],
    );

    await expect(observe(source)).resolves.toEqual([
      {
        cluster: 'dev',
        source: { namespace: 'shop', serviceAccount: 'web' },
        destination: { namespace: 'shop', workload: 'api' },
        rate: 4,
        denied: 0.25,
        mtls: 0.75,
        lastSeen: new Date((time + 1) * 1000).toISOString(),
      },
    ]);
  });

  it('does not take a caller without a certificate for anyone', async () => {
    const { source } = createSource([
      {
        metric: {
          ...labels,
          source_principal: 'unknown',
          connection_security_policy: 'none',
        },
        value: [time, '1'],
      },
    ]);

    await expect(observe(source)).resolves.toMatchObject([
      { source: { namespace: 'shop', serviceAccount: 'unknown' }, mtls: 0 },
    ]);
  });

  it('leaves out series without calls or without a number', async () => {
    const { source } = createSource([
      { metric: labels, value: [time, '0'] },
      { metric: { ...labels, response_code: '200' }, value: [time, 'NaN'] },
      // An instant that no calendar has.
      { metric: { ...labels, response_code: '201' }, value: [1e21, '1'] },
    ]);

    await expect(observe(source)).resolves.toEqual([]);
  });

  it.each([
    [
      'an error of Prometheus',
      () =>
        Response.json({ status: 'error', error: 'bad query' }, { status: 422 }),
      /at 'prometheus.example': bad query \(HTTP 422\)/,
    ],
    [
      'a page of something else',
      () => new Response('<html>', { status: 200 }),
      /none of the Prometheus HTTP API/,
    ],
    [
      'a redirect',
      () => new Response('', { status: 302, headers: { location: '/' } }),
      /HTTP 302/,
    ],
    [
      'a network failure',
      () => {
        throw new TypeError('fetch failed', { cause: new Error('refused') });
      },
      /refused/,
    ],
  ])('says so on %s', async (_, respond, message) => {
    const source = PrometheusTrafficSource.create({
      url: 'http://prometheus.example',
      fetch: async () => respond(),
    });

    await expect(observe(source)).rejects.toThrow(message);
  });

  it('gives up on an answer without end', async () => {
    const chunk = new Uint8Array(8 * 1024 * 1024);
    const source = PrometheusTrafficSource.create({
      url: 'http://prometheus.example',
      fetch: async () =>
        new Response(
          new ReadableStream({ pull: controller => controller.enqueue(chunk) }),
        ),
    });

    await expect(observe(source)).rejects.toThrow(/too large/);
  });

  it('stops when it is told to', async () => {
    const { source } = createSource([]);
    const stopped = PrometheusTrafficSource.create({
      url: 'http://prometheus.example',
      fetch: async (_, init) => {
        init?.signal?.throwIfAborted();
        return answer([]);
      },
    });

    await expect(observe(stopped, AbortSignal.abort())).rejects.toMatchObject({
      name: 'AbortError',
    });
    await expect(observe(source)).resolves.toEqual([]);
  });

  it('signs in with headers that are made anew each time', async () => {
    let count = 0;
    const send = jest.fn(async () => answer([]));
    const source = PrometheusTrafficSource.create({
      url: 'https://prometheus.example',
      fetch: send,
      headers: async () => ({ authorization: `Bearer ${(count += 1)}` }),
    });

    await observe(source);
    await observe(source);

    const sent = send.mock.calls.map(call => {
      const [, init] = call as unknown as [unknown, RequestInit];
      return new Headers(init.headers).get('authorization');
    });
    expect(sent).toEqual(['Bearer 1', 'Bearer 1', 'Bearer 2', 'Bearer 2']);
  });

  const signIn = (url: string) =>
    PrometheusTrafficSource.create({ url, headers: async () => ({}) });

  it.each(['http://127.0.0.1:9090', 'https://prometheus.example'])(
    'signs in at %s',
    url => {
      expect(() => signIn(url)).not.toThrow();
    },
  );

  it.each(['http://prometheus.example', 'http://127.0.0.1.example'])(
    'sends no token to %s',
    url => {
      expect(() => signIn(url)).toThrow(/must start with https/);
    },
  );

  it.each(['nonsense', 'file:///etc/passwd', 'http://user:secret@host'])(
    'refuses the URL %p without repeating it',
    url => {
      expect(() => PrometheusTrafficSource.create({ url })).toThrow(
        /^The URL of a Prometheus must [a-z() ]+URL$|no credentials$/,
      );
    },
  );
});
