import { ServiceUnavailableError, toError } from '@backstage/errors';
import { z } from 'zod';
import { hideSecrets } from '../hideSecrets';

const TIMEOUT_MS = 10_000;
/** A shorter part of a header is its scheme. */
const SHORTEST_SECRET = 8;
const LARGEST_ANSWER = 32 * 1024 * 1024;

const answerSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('vector'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: z.tuple([z.number(), z.string()]),
      }),
    ),
  }),
});

/** One series of an instant query. */
export type Sample = {
  labels: Record<string, string>;
  /** Never negative; zero for what is no number. */
  value: number;
  /** Seconds since the epoch. */
  time: number;
};

/** Asks an instant query, within limits of time and size. */
export async function queryPrometheus(options: {
  url: string;
  query: string;
  fetch: typeof fetch;
  /** Sent along; secret. */
  headers?: Record<string, string>;
  signal?: AbortSignal;
}): Promise<Sample[]> {
  const { url, query, headers, signal } = options;
  const target = new URL(`${url}/api/v1/query`);
  target.searchParams.set('query', query);
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const text = await readText(options.fetch, target, {
    headers,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  }).catch(error => {
    signal?.throwIfAborted();
    throw fail(target, hideSecrets(describe(error), listSecrets(headers)));
  });
  return parseAnswer(target, text);
}

async function readText(
  send: typeof fetch,
  target: URL,
  {
    headers,
    signal,
  }: { headers?: Record<string, string>; signal: AbortSignal },
): Promise<string> {
  const response = await send(target, {
    signal,
    // Headers may be secret, and are for nobody else.
    redirect: 'manual',
    headers: { ...headers, accept: 'application/json' },
  });
  const text = await readLimited(response);
  if (response.status !== 200) {
    throw new Error(describeRefusal(response.status, text));
  }
  return text;
}

async function readLimited(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = '';
  let size = 0;
  while (reader) {
    const { done, value } = await reader.read();
    if (done) {
      break;
    }
    size += value.byteLength;
    if (size > LARGEST_ANSWER) {
      await reader.cancel();
      throw new Error('its answer is too large');
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

function parseAnswer(target: URL, text: string): Sample[] {
  const parsed = answerSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw fail(target, 'its answer is none of the Prometheus HTTP API');
  }
  return parsed.data.data.result.map(({ metric, value: [time, value] }) => ({
    labels: metric,
    value: Number.isFinite(Number(value)) ? Math.max(Number(value), 0) : 0,
    time,
  }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `{"status":"error","error":"…"}`, when it is that. */
function describeRefusal(status: number, text: string): string {
  const parsed = z.object({ error: z.string() }).safeParse(parseJson(text));
  return parsed.success
    ? `${parsed.data.error.slice(0, 200)} (HTTP ${status})`
    : `it answered HTTP ${status}`;
}

/** Errors of the HTTP client, and answers, may repeat what was to be sent. */
function listSecrets(headers: Record<string, string> = {}): string[] {
  return Object.values(headers)
    .flatMap(value => [value, ...value.split(/\s+/)])
    .filter(part => part.length >= SHORTEST_SECRET);
}

function describe(error: unknown): string {
  const { name, message, cause } = toError(error);
  if (name === 'TimeoutError') {
    return 'it did not answer in time';
  }
  return cause === undefined ? message : toError(cause).message;
}

/** Without credentials that somebody may have put into the URL. */
function fail(target: URL, problem: string): ServiceUnavailableError {
  return new ServiceUnavailableError(
    `Could not read traffic from Prometheus at '${target.host}': ${problem}`,
  );
}
