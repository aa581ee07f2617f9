import type { JsonObject } from '@backstage/types';

/** What came back over the wire, unchanged. */
export type WireAnswer = {
  status: number;
  /** By lower-case name. */
  headers: Readonly<Record<string, string>>;
  /** Parsed JSON; text when it is none. */
  body: unknown;
};

/** Where a resource is and with which version it is spoken of. */
export type ResourceAddress = { id: string; apiVersion: string };

/** A resource that was read. */
export type WireResource = {
  body: JsonObject;
  etag?: string;
  answer: WireAnswer;
};

/** Whether a value is an object of JSON. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text in an object, however deep; undefined when it is none. */
export function readText(
  value: unknown,
  path: readonly string[],
): string | undefined {
  const found = path.reduce<unknown>(
    (at, key) => (isObject(at) ? at[key] : undefined),
    value,
  );
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The id that Azure's support asks for. */
export function readRequestId({ headers }: WireAnswer): string | undefined {
  return (
    headers['x-ms-request-id'] ??
    headers['x-ms-correlation-request-id'] ??
    undefined
  );
}

/**
 * The version of a resource for `If-Match`: of the body, because that is the
 * resource's own, else of the answer.
 */
export function readEtag({ body, headers }: WireAnswer): string | undefined {
  return (
    readText(body, ['etag']) ??
    readText(body, ['eTag']) ??
    readText(body, ['properties', 'etag']) ??
    headers.etag
  );
}

/** State of a resource in lower case; undefined when it has none. */
export function readProvisioningState(body: unknown): string | undefined {
  return readText(body, ['properties', 'provisioningState'])?.toLowerCase();
}

/** How long the server asks to wait; undefined when it does not. */
export function readRetryAfter(
  { headers }: Pick<WireAnswer, 'headers'>,
  now: number = Date.now(),
): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const ms = readNumber(headers[name]);
    if (ms) {
      return ms;
    }
  }
  const text = headers['retry-after'];
  const seconds = readNumber(text);
  if (seconds !== undefined) {
    // Zero is no advice.
    return seconds > 0 ? seconds * 1000 : undefined;
  }
  const at = text === undefined ? NaN : Date.parse(text);
  return at > now ? at - now : undefined;
}

function readNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text)
    ? Number(text)
    : undefined;
}
