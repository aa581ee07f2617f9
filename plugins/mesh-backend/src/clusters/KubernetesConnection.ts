import {
  createConfiguration,
  type HttpMethod,
  RequestContext,
  type ResponseContext,
} from '@kubernetes/client-node';
import type { JsonValue } from '@backstage/types';
import {
  blameProxy,
  isUntrusted,
  UntrustedServerError,
} from './describeConnectionError';
import { requireLease } from '../heldLease';
import { hideSecrets } from '../hideSecrets';
import { KubernetesApiError, parseApiError } from './KubernetesApiError';
import { openSession, type Session } from './openSession';
import { unlessAborted } from './unlessAborted';

/** A kubeconfig that is good now, and until when. */
export type CredentialsSource = () => Promise<{
  kubeconfig: string;
  expiresAt?: Date;
}>;

export type ApiRequest = {
  method: HttpMethod;
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: JsonValue;
  /** Defaults to JSON. */
  contentType?: string;
  /** Defaults to 15 seconds. */
  timeoutSeconds?: number;
  signal?: AbortSignal;
};

export type ApiAnswer = { body: JsonValue; warnings: string[] };

/** Sends requests to one API server, with credentials that it keeps fresh. */
export class KubernetesConnection {
  readonly #cluster: string;
  readonly #credentials: CredentialsSource;
  readonly #now: () => number;
  readonly #http = createConfiguration().httpApi;
  #session?: Session;
  #opening?: Promise<Session>;

  constructor(options: {
    cluster: string;
    credentials: CredentialsSource;
    /** Milliseconds since 1970. */
    now?: () => number;
  }) {
    this.#cluster = options.cluster;
    this.#credentials = options.credentials;
    this.#now = options.now ?? Date.now;
  }

  /** Throws a {@link KubernetesApiError} for an answer that is no success. */
  async send(request: ApiRequest): Promise<ApiAnswer> {
    const { timeoutSeconds = 15, signal } = request;
    const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
    const response = await this.#sendFresh(
      request,
      signal ? AbortSignal.any([signal, timeout]) : timeout,
    );
    const text = await response.body.text();
    return {
      body: text ? JSON.parse(text) : {},
      warnings: parseWarnings(response.headers.warning),
    };
  }

  /** Sends a request whose answer does not end by itself. */
  async stream(
    request: ApiRequest & { signal: AbortSignal },
  ): Promise<ReadableStream<Uint8Array>> {
    const response = await this.#sendFresh(request, request.signal);
    const body = response.body.stream();
    if (!body) {
      throw new Error(`'${request.path}' answered with nothing`);
    }
    return body;
  }

  /** Credentials that are refused are asked for again, once. */
  async #sendFresh(
    request: ApiRequest,
    signal: AbortSignal,
  ): Promise<ResponseContext> {
    const session = await this.#getSession(signal);
    const response = await this.#sendOnce(session, request, signal);
    if (response.httpStatusCode !== 401) {
      return checkAnswer(session, response);
    }
    await response.body.text();
    session.isRejected = true;
    const renewed = await this.#getSession(signal);
    const answer = await this.#sendOnce(renewed, request, signal);
    renewed.isRejected = answer.httpStatusCode === 401;
    return checkAnswer(renewed, answer);
  }

  async #sendOnce(
    session: Session,
    request: ApiRequest,
    signal: AbortSignal,
  ): Promise<ResponseContext> {
    await requireLease();
    signal.throwIfAborted();
    const context = toContext(session, request);
    context.setSignal(signal);
    try {
      return await this.#http.send(context).toPromise();
    } catch (error) {
      signal.throwIfAborted();
      if (isUntrusted(error)) {
        // Connections from before would hide it for as long as they last.
        this.#drop(session);
        throw new UntrustedServerError(error);
      }
      throw session.proxy ? blameProxy(error, session.proxy) : error;
    }
  }

  #getSession(signal: AbortSignal): Promise<Session> {
    const session = this.#session;
    if (session && !session.isRejected && this.#now() < session.renewAt) {
      return Promise.resolve(session);
    }
    // Everybody who waits gets the same one.
    this.#opening ??= this.#openSession().finally(() => {
      this.#opening = undefined;
    });
    return unlessAborted(this.#opening, signal);
  }

  async #openSession(): Promise<Session> {
    const before = this.#session;
    const source = await this.#credentials();
    const session = await openSession({
      ...source,
      cluster: this.#cluster,
      before,
      now: this.#now(),
    });
    this.#session = session;
    if (before && before.pool !== session.pool) {
      closePool(before);
    }
    return session;
  }

  #drop(session: Session): void {
    if (this.#session === session) {
      this.#session = undefined;
      closePool(session);
    }
  }
}

function toContext(session: Session, request: ApiRequest): RequestContext {
  const url = session.server + request.path;
  const context = new RequestContext(url, request.method);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) {
      context.setQueryParam(name, String(value));
    }
  }
  context.setHeaderParam('Accept', 'application/json');
  if (request.body !== undefined) {
    context.setHeaderParam(
      'Content-Type',
      request.contentType ?? 'application/json',
    );
    context.setBody(JSON.stringify(request.body));
  }
  for (const [name, value] of Object.entries(session.headers)) {
    context.setHeaderParam(name, value);
  }
  if (session.pool.dispatcher) {
    context.setDispatcher(session.pool.dispatcher);
  }
  return context;
}

async function checkAnswer(
  session: Session,
  response: ResponseContext,
): Promise<ResponseContext> {
  const { httpStatusCode: code, headers } = response;
  if (code >= 200 && code <= 299) {
    return response;
  }
  // Who is in between may repeat what it was sent.
  const body = hideSecrets(await response.body.text(), session.secrets);
  const error = parseApiError({ code, headers, body });
  throw code === 401 ? explainRefusal(error) : error;
}

/** The server says no more than that nobody is signed in. */
function explainRefusal({ code, status }: KubernetesApiError) {
  const said = status.message ? `: ${status.message}` : '';
  return new KubernetesApiError({
    code,
    status: {
      ...status,
      message: `it does not accept the credentials, which may have ended or been revoked${said}`,
    },
  });
}

/** Lets requests that are under way end. */
function closePool({ pool }: Session): void {
  pool.dispatcher?.close().catch(() => undefined);
}

/** `299 - "text"`, several separated by commas. */
export function parseWarnings(header: string | undefined): string[] {
  const quoted = (header ?? '').matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g);
  return [...quoted].map(([, text]) => text.replace(/\\(.)/g, '$1'));
}
