import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent, request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { createSecureContext } from 'node:tls';

export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
};

/** Headers that mean the same on both sides. */
const REQUEST_HEADERS = ['accept', 'content-type', 'user-agent'];
const ANSWER_HEADERS = ['content-type', 'warning', 'retry-after'];

/** The API server, to one client with a certificate. */
export class Upstream {
  readonly #server: string;
  readonly #agent: Agent;

  /** From a kubeconfig with a client certificate, as JSON. */
  constructor(kubeconfig: string) {
    const { clusters, users } = JSON.parse(kubeconfig);
    const [{ cluster }] = clusters;
    const [{ user }] = users;
    const decode = (text: string) => Buffer.from(text, 'base64').toString();
    this.#server = cluster.server;
    // Made once: each watch has a connection of its own.
    const secureContext = createSecureContext({
      ca: decode(cluster['certificate-authority-data']),
      cert: decode(user['client-certificate-data']),
      key: decode(user['client-key-data']),
    });
    this.#agent = new Agent({ keepAlive: true, secureContext });
  }

  async send(options: {
    method: string;
    url: string;
    headers: IncomingHttpHeaders;
    body: Buffer;
  }): Promise<Answer> {
    const response = await this.#ask(options);
    return {
      status: response.statusCode ?? 502,
      headers: pick(response.headers, ANSWER_HEADERS),
      body: await buffer(response),
    };
  }

  /** A body that does not end by itself. */
  async stream(options: {
    url: string;
    signal: AbortSignal;
  }): Promise<{ status: number; body: IncomingMessage }> {
    const body = await this.#ask({ ...options, method: 'GET', headers: {} });
    return { status: body.statusCode ?? 502, body };
  }

  close(): void {
    this.#agent.destroy();
  }

  async #ask(options: {
    method: string;
    url: string;
    headers: IncomingHttpHeaders;
    body?: Buffer;
    signal?: AbortSignal;
  }): Promise<IncomingMessage> {
    const { method, url, headers, body, signal } = options;
    const outgoing = request(this.#server + url, {
      agent: this.#agent,
      method,
      headers: {
        ...pick(headers, REQUEST_HEADERS),
        ...(body?.length && { 'content-length': body.length }),
      },
      signal,
    });
    outgoing.end(body);
    const [response] = await once(outgoing, 'response');
    return response;
  }
}

function pick(
  headers: IncomingHttpHeaders,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    names.flatMap(name => {
      const value = headers[name];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  );
}
