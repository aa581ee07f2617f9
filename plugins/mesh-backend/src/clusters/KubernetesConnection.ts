import {
  createConfiguration,
  type HttpMethod,
  type KubeConfig,
  RequestContext,
  type ResponseContext,
} from '@kubernetes/client-node';
import type { JsonValue } from '@backstage/types';
import { type KubernetesApiError, parseApiError } from './KubernetesApiError';
import { parseKubeconfig } from './parseKubeconfig';

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

/** Credentials this close to their end are not used any more. */
const EXPIRY_MARGIN_MS = 60_000;

type Session = {
  kubeconfig: KubeConfig;
  expiresAt?: Date;
  dispatcher?: Parameters<RequestContext['setDispatcher']>[0];
};

/** Sends requests to one API server, with credentials that it keeps fresh. */
export class KubernetesConnection {
  readonly #cluster: string;
  readonly #credentials: CredentialsSource;
  readonly #http = createConfiguration().httpApi;
  #session?: Promise<Session>;

  constructor(options: { cluster: string; credentials: CredentialsSource }) {
    this.#cluster = options.cluster;
    this.#credentials = options.credentials;
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

  async #sendFresh(request: ApiRequest, signal: AbortSignal) {
    const response = await this.#sendOnce(request, signal);
    if (response.httpStatusCode !== 401) {
      return this.#check(response);
    }
    await response.body.text();
    this.#session = undefined;
    return this.#check(await this.#sendOnce(request, signal));
  }

  async #sendOnce(
    request: ApiRequest,
    signal: AbortSignal,
  ): Promise<ResponseContext> {
    signal.throwIfAborted();
    const session = await this.#getSession();
    const server = session.kubeconfig.getCurrentCluster()?.server ?? '';
    const context = new RequestContext(server + request.path, request.method);
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
    await session.kubeconfig.applySecurityAuthentication(context);
    // The client makes a new pool of connections for each request otherwise.
    session.dispatcher ??= context.getDispatcher();
    if (session.dispatcher) {
      context.setDispatcher(session.dispatcher);
    }
    context.setSignal(signal);
    return this.#http.send(context).toPromise();
  }

  async #check(response: ResponseContext): Promise<ResponseContext> {
    const { httpStatusCode: code, headers } = response;
    if (code >= 200 && code <= 299) {
      return response;
    }
    const body = await response.body.text();
    const error: KubernetesApiError = parseApiError({ code, headers, body });
    throw error;
  }

  async #getSession(): Promise<Session> {
    this.#session ??= this.#openSession();
    try {
      const session = await this.#session;
      if (!isExpired(session)) {
        return session;
      }
    } catch (error) {
      this.#session = undefined;
      throw error;
    }
    this.#session = this.#openSession();
    return this.#session;
  }

  async #openSession(): Promise<Session> {
    const { kubeconfig, expiresAt } = await this.#credentials();
    return {
      kubeconfig: parseKubeconfig(this.#cluster, kubeconfig),
      expiresAt,
    };
  }
}

function isExpired(session: Session): boolean {
  const { expiresAt } = session;
  return Boolean(
    expiresAt && expiresAt.getTime() - EXPIRY_MARGIN_MS <= Date.now(),
  );
}

/** `299 - "text"`, several separated by commas. */
export function parseWarnings(header: string | undefined): string[] {
  const quoted = (header ?? '').matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g);
  return [...quoted].map(([, text]) => text.replace(/\\(.)/g, '$1'));
}
