import { keepAnswer } from './evidence';

/** What a server answered. */
export type Answer<T = unknown> = { status: number; body: T };

/** Sends JSON, returns JSON or text, and throws for no status. */
export async function send<T = unknown>(
  url: string,
  options: {
    method?: string;
    headers?: Record<string, string>;
    body?: unknown;
    type?: string;
  } = {},
): Promise<Answer<T>> {
  const { method = 'GET', headers, body, type = 'application/json' } = options;
  const response = await fetch(url, {
    method,
    headers: {
      ...headers,
      ...(body !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const { status } = response;
  if (new URL(url).pathname.startsWith('/api/')) {
    keepAnswer({ url, status, text });
  }
  return { status, body: parse(text) as T };
}

/** The body of a good answer. */
export async function sendOk<T>(
  url: string,
  options?: Parameters<typeof send>[1],
): Promise<T> {
  const { status, body } = await send<T>(url, options);
  if (status >= 300) {
    const method = options?.method ?? 'GET';
    throw new Error(`${method} ${url}: ${status} ${JSON.stringify(body)}`);
  }
  return body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
