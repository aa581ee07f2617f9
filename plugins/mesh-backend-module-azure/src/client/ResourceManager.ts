import type { ResourceManagementContext } from '@azure/arm-resources/api';
import type { JsonObject } from '@backstage/types';
import { checkResourceId } from './checkResourceId';
import {
  beginOperation,
  pollOperation,
  type WireOperation,
} from './longRunning';
import { readError } from './readError';
import { sendRequest, type WireRequest } from './sendRequest';
import { TroubleError } from './TroubleError';
import {
  isObject,
  readEtag,
  readRequestId,
  readText,
  type ResourceAddress,
  type WireAnswer,
  type WireResource,
} from './WireAnswer';

/** Longest time that one request may take, the token included. */
const REQUEST_TIMEOUT_MS = 60_000;
const MOST_PAGES = 50;

/** 404s that say something else than "it is not there". */
const NOT_ABSENT = [
  'subscriptionnotfound',
  'invalidsubscriptionid',
  'invalidresourcetype',
  'invalidresourcenamespace',
];

type Options = { signal?: AbortSignal };
type WriteOptions = Options & { ifMatch?: string; ifNoneMatch?: string };

/**
 * Resource Manager as it is on the wire: bodies go and come unchanged, errors
 * keep what Azure said.
 *
 * @remarks
 *
 * Every method throws a {@link TroubleError} when it gets no success, and the
 * reason of the signal when that ends it.
 */
export class ResourceManager {
  readonly #client: ResourceManagementContext;
  readonly #host: string;

  private constructor(options: {
    client: ResourceManagementContext;
    endpoint: string;
  }) {
    this.#client = options.client;
    this.#host = new URL(options.endpoint).hostname;
  }

  static create(options: {
    client: ResourceManagementContext;
    /** Where it sends requests, seen from the SDK. */
    endpoint: string;
  }): ResourceManager {
    return new ResourceManager(options);
  }

  /** The resource; undefined when Azure says that there is none. */
  async get(
    address: ResourceAddress,
    { signal }: Options = {},
  ): Promise<WireResource | undefined> {
    const path = toPath(address);
    const answer = await this.#send({ method: 'get', path, signal });
    if (isAbsent(answer)) {
      return undefined;
    }
    const body = expectObject(answer);
    return { body, etag: readEtag(answer), answer };
  }

  async put(
    address: ResourceAddress,
    options: WriteOptions & { body: JsonObject },
  ): Promise<WireOperation> {
    const { body, signal } = options;
    const path = toPath(address);
    const headers = toHeaders(options);
    return beginOperation({ method: 'PUT', url: path }, () =>
      this.#send({ method: 'put', path, body, headers, signal }),
    );
  }

  /** Succeeds at once when there is nothing to delete. */
  async delete(
    address: ResourceAddress,
    options: WriteOptions = {},
  ): Promise<WireOperation> {
    const { signal } = options;
    const path = toPath(address);
    const headers = toHeaders(options);
    return beginOperation({ method: 'DELETE', url: path }, async () => {
      const sent = { method: 'delete', path, headers, signal } as const;
      const answer = await this.#send(sent);
      return isAbsent(answer) ? { ...answer, status: 204, body: '' } : answer;
    });
  }

  /** Sends an action, for example `abort` or `register`. */
  async post(
    address: ResourceAddress,
    { action, body, signal }: Options & { action: string; body?: JsonObject },
  ): Promise<WireAnswer> {
    const id = `${address.id}/${action}`;
    const path = toPath({ ...address, id });
    const answer = await this.#send({ method: 'post', path, body, signal });
    return expectSuccess(answer);
  }

  /**
   * Begins an action that ends later; its result is the body of the last
   * answer.
   */
  async act(
    address: ResourceAddress,
    { action, signal }: Options & { action: string },
  ): Promise<WireOperation> {
    const id = `${address.id}/${action}`;
    const path = toPath({ ...address, id });
    return beginOperation({ method: 'POST', url: path }, async () => {
      const answer = await this.#send({ method: 'post', path, signal });
      const headers = { ...answer.headers };
      if (headers.location) {
        // The result is there; the operation itself knows only how it goes.
        delete headers['azure-asyncoperation'];
      }
      return { ...answer, headers };
    });
  }

  /**
   * All items of a collection; undefined when there is no such thing. The id
   * may have a query.
   */
  async list(
    address: ResourceAddress,
    { items: key = 'value', signal }: Options & { items?: string } = {},
  ): Promise<JsonObject[] | undefined> {
    const items: JsonObject[] = [];
    let path: string | undefined = toPath(address);
    for (let page = 0; path !== undefined; page++) {
      if (page === MOST_PAGES) {
        throw new TroubleError({ kind: 'silent', reason: 'too many pages' });
      }
      const answer: WireAnswer = await this.#send({
        method: 'get',
        path,
        signal,
      });
      if (page === 0 && isAbsent(answer)) {
        return undefined;
      }
      const body = expectObject(answer);
      const value = body[key];
      items.push(...(Array.isArray(value) ? value.filter(isObject) : []));
      path = readText(body, ['nextLink']);
    }
    return items;
  }

  /** Asks once how an operation goes. */
  async poll(state: string, { signal }: Options = {}): Promise<WireOperation> {
    return pollOperation(state, url =>
      this.#send({ method: 'get', path: url, signal }),
    );
  }

  async #send(request: Omit<WireRequest, 'limit'>): Promise<WireAnswer> {
    const { path, signal } = request;
    signal?.throwIfAborted();
    if (!path.startsWith('/') && !this.#isOurs(path)) {
      // A token would go there.
      throw new TroubleError({ kind: 'silent', reason: 'foreign address' });
    }
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const limit = signal ? AbortSignal.any([signal, timeout]) : timeout;
    return sendRequest(this.#client, { ...request, limit });
  }

  /** Azure answers with addresses of its regions, too. */
  #isOurs(text: string): boolean {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    return (
      url?.protocol === 'https:' &&
      (url.hostname === this.#host || url.hostname.endsWith(`.${this.#host}`))
    );
  }
}

function toPath({ id, apiVersion }: ResourceAddress): string {
  const [path, query] = id.split('?', 2);
  const version = `api-version=${encodeURIComponent(apiVersion)}`;
  const all = query === undefined ? version : `${query}&${version}`;
  return `${checkResourceId(path)}?${all}`;
}

function toHeaders({ ifMatch, ifNoneMatch }: WriteOptions) {
  return {
    ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
    ...(ifNoneMatch !== undefined && { 'If-None-Match': ifNoneMatch }),
  };
}

/** Only Azure's own 404 counts: a proxy has them, too. */
function isAbsent(answer: WireAnswer): boolean {
  if (answer.status !== 404) {
    return false;
  }
  const { code } = readError(answer.body);
  if (code !== undefined) {
    return !NOT_ABSENT.includes(code.toLowerCase());
  }
  return !answer.body && readRequestId(answer) !== undefined;
}

function expectSuccess(answer: WireAnswer): WireAnswer {
  if (answer.status < 200 || answer.status > 299) {
    throw new TroubleError({ kind: 'refused', answer });
  }
  return answer;
}

function expectObject(answer: WireAnswer): JsonObject {
  const { body } = expectSuccess(answer);
  if (!isObject(body)) {
    throw new TroubleError({ kind: 'silent', reason: 'no JSON' });
  }
  return body;
}
