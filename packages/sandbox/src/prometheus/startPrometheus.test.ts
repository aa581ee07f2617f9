import { exampleSeries } from './exampleSeries';
import { type Prometheus, startPrometheus } from './startPrometheus';

const grouping =
  'source_principal, source_workload_namespace, destination_workload, destination_workload_namespace, response_code, connection_security_policy';

describe('startPrometheus', () => {
  let prometheus: Prometheus;

  async function get(path: string, parameters: Record<string, string> = {}) {
    const query = new URLSearchParams(parameters);
    const answer = await fetch(`${prometheus.url}/api/v1/${path}?${query}`);
    return { status: answer.status, body: await answer.json() };
  }

  async function ask(query: string, time?: number) {
    const parameters = { query, ...(time && { time: String(time) }) };
    const { status, body } = await get('query', parameters);
    expect(status).toBe(200);
    const result: Array<{
      metric: Record<string, string>;
      value: [number, string];
    }> = body.data.result;
    return result;
  }

  const now = () => Date.now() / 1000;

  beforeEach(async () => {
    prometheus = await startPrometheus({ port: 0 });
  });

  afterEach(() => prometheus.stop());

  it('answers what a mesh asks about its calls', async () => {
    const http = await ask(
      `sum by (${grouping}) (rate(istio_requests_total{reporter="destination"}[5m]))`,
    );
    const tcp = await ask(
      `sum by (source_principal, destination_workload) (rate(istio_tcp_connections_opened_total{reporter="destination"}[300s]))`,
    );

    expect(http).toHaveLength(4);
    expect(http[0].metric).toEqual({
      source_principal: 'spiffe://cluster.local/ns/shop-web/sa/web',
      source_workload_namespace: 'shop-web',
      destination_workload: 'api',
      destination_workload_namespace: 'shop-api',
      response_code: '200',
      connection_security_policy: 'mutual_tls',
    });
    expect(Number(http[0].value[1])).toBeCloseTo(4, 1);
    expect(tcp.map(line => line.metric)).toEqual([
      {
        source_principal: 'spiffe://cluster.local/ns/shop-api/sa/api',
        destination_workload: 'database',
      },
    ]);
    expect(Number(tcp[0].value[1])).toBeCloseTo(0.5, 1);
  });

  it.each([
    ['istio_requests_total', 4],
    ['istio_requests_total{destination_workload="api"}', 1],
    ['istio_requests_total{destination_workload!="api"}', 3],
    ['istio_requests_total{destination_workload=~"api|det.*",}', 2],
    // Patterns match the whole value.
    ['istio_requests_total{destination_workload=~"ap"}', 0],
    ["istio_requests_total{destination_workload!~'r.*', reporter=~`.+`}", 2],
    ['istio_requests_total{absent=""}', 4],
    ['{destination_workload="database"}', 1],
    ['nothing', 0],
  ])('selects by %s', async (query, count) => {
    expect(await ask(query)).toHaveLength(count);
  });

  it('sums by labels, without labels, and all', async () => {
    const rate = 'rate(istio_requests_total[5m])';
    const value = async (query: string) => {
      const result = await ask(query);
      return result.map(({ metric, value: [, text] }) => [
        metric,
        Math.round(Number(text) * 10) / 10,
      ]);
    };

    expect(await value(`sum(${rate})`)).toEqual([[{}, 9.5]]);
    expect(await value(`sum(${rate}) by (source_workload)`)).toEqual([
      [{ source_workload: 'web' }, 4],
      [{ source_workload: 'productpage' }, 4],
      [{ source_workload: 'reviews' }, 1.5],
    ]);
    const [[labels]] = await value(`sum without (reporter) (${rate})`);
    expect(labels).toHaveProperty('source_workload', 'web');
    expect(labels).not.toHaveProperty('reporter');
    expect(labels).not.toHaveProperty('__name__');
  });

  it('counts as time goes on, and knows nothing of other times', async () => {
    const query = 'istio_requests_total{destination_workload="api"}';
    const time = Math.floor(now());
    const count = async (at: number) =>
      Number((await ask(query, at))[0].value[1]);

    expect((await count(time)) - (await count(time - 150))).toBe(600);
    const [increase] = await ask(
      'increase(istio_requests_total{destination_workload="api"}[10m])',
      time,
    );
    expect(Number(increase.value[1])).toBeCloseTo(2400, -2);
    // Before it began, and after the last sample went stale.
    expect(await ask(query, time - 2 * 3600)).toEqual([]);
    expect(await ask(query, time + 3600)).toEqual([]);
    // One sample makes no rate.
    expect(await ask('rate(istio_requests_total[1s])', time)).toEqual([]);
  });

  it('shows no rate of what did not happen', async () => {
    const [series] = exampleSeries();
    prometheus.setSeries([{ ...series, perSecond: 0 }]);

    const [line] = await ask('rate(istio_requests_total[5m])');

    expect(line.value[1]).toBe('0');
  });

  it('answers over a range, in POST too', async () => {
    const end = Math.floor(now());
    const body = new URLSearchParams({
      query: 'sum(rate(istio_requests_total{destination_workload="api"}[5m]))',
      start: String(end - 120),
      end: new Date(end * 1000).toISOString(),
      step: '1m',
    });
    const answer = await fetch(`${prometheus.url}/api/v1/query_range`, {
      method: 'POST',
      body,
    });

    const { data } = await answer.json();

    expect(data.resultType).toBe('matrix');
    const [{ values }] = data.result;
    expect(values.map(([time]: [number]) => time)).toEqual([
      end - 120,
      end - 60,
      end,
    ]);
  });

  it('lists series and labels', async () => {
    const match = { 'match[]': '{destination_workload="database"}' };

    expect((await get('series', match)).body.data).toEqual([
      expect.objectContaining({ source_workload: 'api' }),
    ]);
    expect((await get('labels')).body.data).toContain('source_principal');
    expect((await get('label/__name__/values')).body.data).toEqual([
      'istio_requests_total',
      'istio_tcp_connections_opened_total',
    ]);
    expect(
      (await get('label/source_workload/values', match)).body.data,
    ).toEqual(['api']);
    const ready = await fetch(`${prometheus.url}/-/ready`);
    expect(ready.status).toBe(200);
  });

  it.each([
    'rate(istio_requests_total[5m]) > 0',
    'avg(istio_requests_total)',
    'histogram_quantile(0.9, x)',
    'istio_requests_total offset 5m',
    'istio_requests_total[5m]',
    'rate(istio_requests_total)',
    'sum by (a (x)',
    '1 + 1',
    '{a=""}',
    'x{a=~"("}',
    'x{a>"1"}',
    'x{a="1"',
    'x;y',
    '',
  ])('refuses %s and makes up no number', async query => {
    const { status, body } = await get('query', { query });

    expect(status).toBe(400);
    expect(body).toEqual({
      status: 'error',
      errorType: 'bad_data',
      error: expect.stringMatching(/not supported here|parse error|invalid/),
    });
  });
});
