import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonValue } from '@backstage/types';
import { RetailPrices } from './RetailPrices';

const question = { region: 'westeurope', size: 'Standard_D4ds_v5' };
const item = (meterName: string, more = {}) => ({
  currencyCode: 'USD',
  retailPrice: 0.1,
  type: 'Consumption',
  unitOfMeasure: '1 Hour',
  meterName,
  ...more,
});
type Answer = { status?: number; body?: JsonValue | string; never?: true };

describe('RetailPrices', () => {
  let stop = async () => {};
  let asked: IncomingMessage[];
  afterEach(() => stop());

  async function serve(answer: (page: number, base: string) => Answer) {
    asked = [];
    let base = '';
    const server = createServer((req, res) => {
      asked.push(req);
      const { status = 200, body, never } = answer(asked.length, base);
      if (!never) {
        res.writeHead(status, { location: `${base}/else` });
        res.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
      }
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    base = `http://127.0.0.1:${port}`;
    stop = () =>
      new Promise(done => {
        server.closeAllConnections();
        server.close(() => done());
      });
    return new URL(`${base}/prices`);
  }

  it('reads all pages without a token, and keeps them for a day', async () => {
    let now = 0;
    const url = await serve((page, base) => ({
      body: {
        Items: [item(`meter ${page}`), item('none', { retailPrice: 'x' })],
        NextPageLink: page % 2 ? `${base}/prices?page=2` : null,
      },
    }));
    const prices = RetailPrices.create({ url, now: () => now });

    const read = await prices.read(question);
    expect(read?.map(({ meter }) => meter)).toEqual(['meter 1', 'meter 2']);
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      undefined,
    ]);
    const filter = new URL(asked[0].url ?? '', url).searchParams.get('$filter');
    expect(filter).toContain("armRegionName eq 'westeurope' and ");
    expect(filter).toContain("armSkuName eq 'Standard_D4ds_v5'");

    await prices.read(question);
    expect(asked).toHaveLength(2);
    await prices.read({ ...question, region: "o'hare" });
    expect(asked[2].url).toContain('o%27%27hare');
    now = 24 * 60 * 60_000;
    await prices.read(question);
    expect(asked).toHaveLength(6);
  });

  it.each<[string, (page: number, base: string) => Answer]>([
    ['an error', () => ({ status: 500 })],
    ['a redirect', () => ({ status: 302 })],
    ['a page that is no JSON', () => ({ body: '<html>' })],
    ['something else', () => ({ body: { value: [] } })],
    ['nothing', () => ({ never: true })],
    [
      'pages without end',
      (_, base) => ({ body: { Items: [], NextPageLink: `${base}/prices` } }),
    ],
    [
      'a page of another host',
      () => ({ body: { Items: [], NextPageLink: 'http://localhost:1/' } }),
    ],
  ])('does without prices when it gets %s', async (_, answer) => {
    const url = await serve(answer);
    const prices = RetailPrices.create({ url, limitMs: 300 });

    expect(await prices.read(question)).toBeUndefined();
    expect(asked.length).toBeLessThanOrEqual(10);
    const again = asked.length;
    await prices.read(question);
    expect(asked.length).toBeGreaterThan(again);
  });

  it('stops with whoever asks', async () => {
    const url = await serve(() => ({ never: true }));
    const prices = RetailPrices.create({ url });
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(prices.read(question, signal)).rejects.toThrow('gone');
  });
});
