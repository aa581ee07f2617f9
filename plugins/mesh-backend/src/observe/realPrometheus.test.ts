import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  describeOnPrometheus,
  type RealPrometheus,
  startRealPrometheus,
} from '@meshwright/control-plane';
import { startPrometheus } from '@meshwright/sandbox';
import { PrometheusTrafficSource } from './PrometheusTrafficSource';

const web = 'spiffe://cluster.local/ns/shop-web/sa/web';
const labels = {
  reporter: 'destination',
  source_principal: web,
  source_workload_namespace: 'shop-web',
  destination_workload: 'api',
  destination_workload_namespace: 'shop-api',
  connection_security_policy: 'mutual_tls',
};
const http = { __name__: 'istio_requests_total', ...labels };
const counters = [
  { labels: { ...http, response_code: '200' }, perSecond: 6 },
  { labels: { ...http, response_code: '403' }, perSecond: 2 },
  {
    labels: {
      ...{ ...http, response_code: '200', source_principal: 'unknown' },
      connection_security_policy: 'none',
    },
    perSecond: 1,
  },
  {
    labels: { ...labels, __name__: 'istio_tcp_connections_opened_total' },
    perSecond: 0.5,
  },
];
const question = { cluster: 'shop-weu', windowSeconds: 300 };

/** Seen at one instant, so that answers can be compared. */
function createSource(url: string, time: number): PrometheusTrafficSource {
  return PrometheusTrafficSource.create({
    url,
    fetch: (input, init) => {
      const target = new URL(String(input));
      target.searchParams.set('time', String(time));
      return fetch(target, init);
    },
  });
}

describeOnPrometheus('PrometheusTrafficSource on a real Prometheus', () => {
  let real: RealPrometheus | undefined;
  let exporter: Server | undefined;
  afterEach(async () => {
    await real?.stop();
    exporter?.closeAllConnections();
    exporter?.close();
  });

  it('sees what it sees on the sandbox', async () => {
    const time = Math.floor(Date.now() / 1000 / 15) * 15 - 23;
    const since = time - 3607;
    const sandbox = await startPrometheus({
      port: 0,
      series: counters.map(counter => ({ ...counter, since })),
    });
    const first = Math.ceil(since / 15) * 15;
    real = await startRealPrometheus({
      series: counters.map(({ labels: name, perSecond }) => ({
        labels: name,
        samples: Array.from({ length: 241 }, (_, at) => {
          const scraped = first + at * 15;
          return [scraped, Math.floor((scraped - since) * perSecond)] as const;
        }),
      })),
    });

    const [there, here] = await Promise.all(
      [real.url, sandbox.url].map(url =>
        createSource(url, time).observe(question),
      ),
    );
    await sandbox.stop();

    expect(there).toHaveLength(2);
    const round = (value: number) => Number(value.toPrecision(9));
    const comparable = (all: typeof there) =>
      all.map(one => ({
        ...one,
        rate: round(one.rate),
        denied: round(one.denied),
        mtls: round(one.mtls),
      }));
    expect(comparable(here ?? [])).toEqual(comparable(there ?? []));
  }, 60_000);

  it('sees what was scraped', async () => {
    const started = Date.now();
    exporter = createServer((_, answer) => {
      const seconds = (Date.now() - started) / 1000;
      const lines = counters.map(
        ({ labels: { __name__, ...rest }, perSecond }) => {
          const pairs = Object.entries(rest).map(([k, v]) => `${k}="${v}"`);
          return `${__name__}{${pairs}} ${Math.floor(
            seconds * perSecond * 100,
          )}`;
        },
      );
      answer.setHeader('content-type', 'text/plain; version=0.0.4');
      answer.end(`${lines.join('\n')}\n`);
    });
    exporter.listen(0, '127.0.0.1');
    await once(exporter, 'listening');
    const { port } = exporter.address() as AddressInfo;
    real = await startRealPrometheus({ target: `127.0.0.1:${port}` });
    const source = PrometheusTrafficSource.create({ url: real.url });

    let seen = await source.observe(question);
    for (let tries = 0; seen.length < 2 && tries < 120; tries += 1) {
      await sleep(250);
      seen = await source.observe(question);
    }

    expect(
      seen.map(({ source: { serviceAccount } }) => serviceAccount),
    ).toEqual(['unknown', 'web']);
    const [stranger, known] = seen;
    expect(stranger).toMatchObject({ denied: 0, mtls: 0 });
    expect(known?.mtls).toBe(1);
    expect(known?.denied).toBeGreaterThan(0.15);
    expect(known?.denied).toBeLessThan(0.35);
  }, 60_000);
});
