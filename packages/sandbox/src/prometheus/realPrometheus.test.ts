import {
  describeOnPrometheus,
  findPrometheus,
  type RealPrometheus,
  startRealPrometheus,
} from '@meshwright/control-plane';
import { scrape } from './__testUtils__/scrape';
import type { PrometheusSeries } from './evaluateExpression';
import { exampleSeries } from './exampleSeries';
import { type Prometheus, startPrometheus } from './startPrometheus';

const program = findPrometheus();
/** How it guesses at what a young counter did before changed in version 3. */
const isOld = program.state === 'ready' && program.major < 3;
if (isOld) {
  process.stdout.write(
    'Rates of young counters are not compared: this Prometheus is older than 3\n',
  );
}

/** Off every scrape: whether windows include their start changed, too. */
const now = Math.floor(Date.now() / 1000 / 15) * 15 - 23;

function others(): PrometheusSeries[] {
  const [call] = exampleSeries(now);
  const like = (labels: Record<string, string>) => ({
    ...call.labels,
    ...labels,
  });
  return [
    // Denied, and only for a while.
    {
      labels: like({ response_code: '403', source_principal: 'unknown' }),
      perSecond: 0.37,
      since: now - 400,
      until: now - 100,
    },
    ...(isOld
      ? []
      : [
          {
            labels: like({ source_app: 'new' }),
            perSecond: 7,
            since: now - 50,
          },
        ]),
    // Seen once.
    { labels: like({ source_app: 'newest' }), perSecond: 1, since: now - 12 },
    { labels: like({ source_app: 'idle' }), perSecond: 0, since: now - 900 },
    {
      labels: like({ source_app: 'quoted "\\', reporter: 'source' }),
      perSecond: 1.25,
      since: now - 3000,
    },
  ];
}

const series = [...exampleSeries(now), ...others()];
const by =
  'source_principal, source_workload_namespace, destination_workload, destination_workload_namespace, response_code, connection_security_policy';

const queries = [
  'istio_requests_total',
  '{__name__="istio_requests_total"}',
  'istio_requests_total{destination_workload="api"}',
  'istio_requests_total{destination_workload!="api"}',
  'istio_requests_total{destination_workload=~"api|det.*"}',
  'istio_requests_total{destination_workload=~"ap"}',
  "istio_requests_total{destination_workload!~'r.*', reporter=~`.+`}",
  'istio_requests_total{source_app="quoted \\"\\\\"}',
  'istio_requests_total{absent=""}',
  '{destination_workload="database"}',
  'nothing',
  'rate(istio_requests_total[5m])',
  'rate(istio_requests_total[60s])',
  ...(isOld ? [] : ['rate(istio_requests_total[1h30m])']),
  'rate(istio_requests_total[10s])',
  'increase(istio_requests_total{reporter="destination"}[10m])',
  `sum by (${by}) (rate(istio_requests_total{reporter="destination"}[300s]))`,
  `sum by (${by}) (rate(istio_tcp_connections_opened_total{reporter="destination"}[300s]))`,
  'sum(rate(istio_requests_total[5m])) by (source_workload)',
  'sum without (reporter, source_app) (rate(istio_requests_total[5m]))',
  'sum(istio_requests_total)',
];
const times = [now, now - 31, now - 200, now - 1000, now - 3000, now - 7200];

type Line = {
  metric: Record<string, string>;
  value?: [number, string];
  values?: Array<[number, string]>;
};

/** Comparable: in an order, with numbers of which the last digits are gone. */
function normalize(lines: Line[]) {
  const round = ([time, text]: [number, string]) => [
    Math.round(time * 1000),
    Number(Number(text).toPrecision(9)),
  ];
  return lines
    .map(({ metric, value, values }) => ({
      labels: JSON.stringify(Object.entries(metric).sort()),
      values: (values ?? (value ? [value] : [])).map(round),
    }))
    .sort((a, b) => (a.labels < b.labels ? -1 : 1));
}

describeOnPrometheus('beside a real Prometheus', () => {
  let real: RealPrometheus;
  let sandbox: Prometheus;
  beforeAll(async () => {
    real = await startRealPrometheus({ series: scrape(series, now) });
    sandbox = await startPrometheus({ port: 0, series });
  }, 60_000);
  afterAll(async () => {
    await real?.stop();
    await sandbox?.stop();
  });

  async function ask(url: string, path: string, parameters: object) {
    const query = new URLSearchParams(parameters as Record<string, string>);
    const answer = await fetch(`${url}/api/v1/${path}?${query}`);
    return { status: answer.status, body: await answer.json() };
  }

  const both = (path: string, parameters: object) =>
    Promise.all([real.url, sandbox.url].map(u => ask(u, path, parameters)));

  it.each(queries)('answers alike: %s', async query => {
    for (const time of times) {
      const [expected, found] = await both('query', { query, time });

      expect(found.status).toBe(expected.status);
      expect(normalize(found.body.data.result)).toEqual(
        normalize(expected.body.data.result),
      );
    }
  });

  it('answers alike over a range', async () => {
    const [expected, found] = await both('query_range', {
      query: 'sum by (source_app) (rate(istio_requests_total[5m]))',
      ...{ start: now - 1800, end: now, step: '60s' },
    });

    expect(normalize(found.body.data.result)).toEqual(
      normalize(expected.body.data.result),
    );
    expect(found.body.data.resultType).toBe(expected.body.data.resultType);
  });

  it.each([
    ['labels', {}],
    ['label/source_app/values', {}],
    ['label/source_app/values', { 'match[]': 'istio_requests_total' }],
  ])('lists %s alike', async (path, parameters) => {
    const range = { start: now - 3600, end: now };
    const [expected, found] = await both(path, { ...parameters, ...range });

    expect(found.body).toEqual(expected.body);
  });

  it.each(['sum by (a (x)', 'rate(x)', '{a=""}', 'x{a=~"("}', 'x{a="1"', ''])(
    'refuses alike: %s',
    async query => {
      const [expected, found] = await both('query', { query });

      const kind = ({ status, body }: typeof found) => ({
        ...{ status, state: body.status, errorType: body.errorType },
      });
      expect(kind(found)).toEqual(kind(expected));
    },
  );
});
