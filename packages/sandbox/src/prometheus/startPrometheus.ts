import express, { type Request, type Response, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { refuseBrowsers, serve } from '../http';
import {
  evaluateExpression,
  type PrometheusSeries,
  type Sample,
  select,
} from './evaluateExpression';
import { exampleSeries } from './exampleSeries';
import {
  parseDuration,
  parseExpression,
  parseSelector,
} from './parseExpression';
import { PromError } from './PromError';

const MAX_POINTS = 11_000;
/** What calls of long ago came to is forgotten. */
const MOST_SERIES = 2_000;

/**
 * A Prometheus that runs.
 *
 * @public
 */
export type Prometheus = {
  /** Without trailing slash. */
  url: string;
  /** Puts other series in the place of all there are. */
  setSeries(series: PrometheusSeries[]): void;
  /** Adds series to those there are. */
  addSeries(series: PrometheusSeries[]): void;
  stop(): Promise<void>;
};

/**
 * Starts a part of Prometheus' HTTP API on loopback, over counters that grow
 * evenly: by default those of the example services.
 *
 * @public
 */
export async function startPrometheus(options: {
  port: number;
  series?: PrometheusSeries[];
}): Promise<Prometheus> {
  let series = options.series ?? exampleSeries();
  const router = PromiseRouter();
  router.use(express.urlencoded({ extended: false }));
  for (const path of ['/-/ready', '/-/healthy']) {
    router.get(path, (_req, res) => {
      res.type('text/plain').send('Prometheus Server is Ready.\n');
    });
  }
  router.use(
    '/api/v1',
    createApi(() => series),
  );
  router.use((_req, res) => {
    fail(res, 404, { errorType: 'not_found', error: 'not found' });
  });

  const app = express();
  app.disable('x-powered-by');
  app.use(refuseBrowsers, (req, res, next) =>
    router(req, res, (error?: unknown) =>
      error ? answerError(res, error) : next(),
    ),
  );
  const server = await serve(app, { port: options.port, what: 'Prometheus' });
  return {
    ...server,
    setSeries: changed => {
      series = changed;
    },
    addSeries: more => {
      series = [...series, ...more].slice(-MOST_SERIES);
    },
  };
}

type Read = (req: Request, series: PrometheusSeries[]) => unknown;

function createApi(getSeries: () => PrometheusSeries[]): Router {
  const router = PromiseRouter();
  const paths: Array<[string, Read]> = [
    ['/query', readInstant],
    ['/query_range', readRange],
    ['/series', (req, series) => readMatching(req, series).map(s => s.labels)],
    ['/labels', readLabels],
    ['/label/:label/values', readLabelValues],
  ];
  for (const [path, read] of paths) {
    const handle = (req: Request, res: Response) => {
      res.json({ status: 'success', data: read(req, getSeries()) });
    };
    router.get(path, handle);
    router.post(path, handle);
  }
  return router;
}

function readInstant(req: Request, series: PrometheusSeries[]) {
  const time = readTime(req, 'time', Date.now() / 1000);
  const expression = parseExpression(readText(req, 'query'));
  const samples = evaluateExpression(expression, { series, time });
  const result = samples.map(({ labels, value }) => ({
    metric: labels,
    value: [time, String(value)],
  }));
  return { resultType: 'vector', result };
}

function readRange(req: Request, series: PrometheusSeries[]) {
  const expression = parseExpression(readText(req, 'query'));
  const [start, end] = [readTime(req, 'start'), readTime(req, 'end')];
  const step = readStep(req);
  if (end < start) {
    throw new PromError('invalid parameter "end": it is before the start');
  }
  if ((end - start) / step > MAX_POINTS) {
    throw new PromError(
      `exceeded maximum resolution of ${MAX_POINTS} points per timeseries`,
    );
  }
  const lines = new Map<
    string,
    { metric: Sample['labels']; values: Array<[number, string]> }
  >();
  for (let time = start; time <= end; time += step) {
    const samples = evaluateExpression(expression, { series, time });
    for (const { labels, value } of samples) {
      const key = JSON.stringify(Object.entries(labels).sort());
      const line = lines.get(key) ?? { metric: labels, values: [] };
      line.values.push([time, String(value)]);
      lines.set(key, line);
    }
  }
  return { resultType: 'matrix', result: [...lines.values()] };
}

function readLabels(req: Request, series: PrometheusSeries[]): string[] {
  const all = matchingOrAll(req, series);
  return [...new Set(all.flatMap(s => Object.keys(s.labels)))].sort();
}

function readLabelValues(req: Request, series: PrometheusSeries[]): string[] {
  const { label } = req.params;
  const all = matchingOrAll(req, series);
  return [...new Set(all.flatMap(s => s.labels[label] ?? []))].sort();
}

function matchingOrAll(req: Request, series: PrometheusSeries[]) {
  return parameter(req, 'match[]') === undefined
    ? series
    : readMatching(req, series);
}

function readMatching(req: Request, series: PrometheusSeries[]) {
  const selectors = [parameter(req, 'match[]') ?? []].flat();
  if (selectors.length === 0) {
    throw new PromError('no match[] parameter provided');
  }
  const found = selectors.flatMap(selector =>
    select(series, parseSelector(String(selector))),
  );
  return [...new Set(found)];
}

function parameter(req: Request, name: string): unknown {
  return (
    req.query[name] ?? req.query[name.replace('[]', '')] ?? req.body?.[name]
  );
}

function readText(req: Request, name: string): string {
  const value = parameter(req, name);
  if (typeof value !== 'string' || value === '') {
    throw new PromError(`invalid parameter "${name}": a text is expected`);
  }
  return value;
}

/** Seconds since 1970, from such a number or from RFC 3339. */
function readTime(req: Request, name: string, fallback?: number): number {
  if (parameter(req, name) === undefined && fallback !== undefined) {
    return fallback;
  }
  const text = readText(req, name);
  const time = Number.isFinite(Number(text))
    ? Number(text)
    : Date.parse(text) / 1000;
  if (!Number.isFinite(time)) {
    throw new PromError(
      `invalid parameter "${name}": cannot parse "${text}" to a valid timestamp`,
    );
  }
  return time;
}

function readStep(req: Request): number {
  const text = readText(req, 'step');
  const step = Number.isFinite(Number(text))
    ? Number(text)
    : parseDuration(text);
  if (!(step > 0)) {
    throw new PromError('invalid parameter "step": it must be longer than 0');
  }
  return step;
}

function answerError(res: Response, error: unknown) {
  if (error instanceof PromError) {
    fail(res, 400, { errorType: 'bad_data', error: error.message });
    return;
  }
  fail(res, 500, { errorType: 'internal', error: 'The server failed' });
}

function fail(
  res: Response,
  status: number,
  body: { errorType: string; error: string },
) {
  res.status(status).json({ status: 'error', ...body });
}
