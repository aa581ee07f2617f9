import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  answerReview,
  findReview,
  readAttributes,
  requestToken,
} from './access';
import type { Access } from './access';
import type { Review } from './access/reviews';
import type { User } from './access/User';
import { discoverAll } from './aggregatedDiscovery';
import { discover } from './discovery';
import {
  ApiError,
  badRequest,
  methodNotAllowed,
  notFound,
  unknownPath,
} from './errors';
import { FaultBook, faultError } from './faults';
import type { Fault } from './faults';
import { ResourceHandler, sendJson, verbOf } from './handle';
import { AGGREGATED, readForm, wantsAll } from './present';
import { readBody, readTarget } from './request';
import type { ObjectStore } from './store';
import { isJson } from './types';
import type { Target } from './target';

type Parts = { store: ObjectStore; faults: FaultBook; access: Access };

/** Speaks HTTP for the resources, the discovery and the controls. */
export class ApiServer {
  readonly server: Server;
  readonly #handler: ResourceHandler;
  readonly #store: ObjectStore;
  readonly #faults: FaultBook;
  readonly #access: Access;

  constructor({ store, faults, access }: Parts) {
    this.#access = access;
    this.#store = store;
    this.#faults = faults;
    this.#handler = new ResourceHandler(store);
    this.server = createServer((request, response) => {
      this.#answer(request, response).catch(error =>
        this.#refuse(response, error),
      );
    });
    this.server.keepAliveTimeout = 30_000;
  }

  get handler(): ResourceHandler {
    return this.#handler;
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = url.pathname.replace(/(.)\/+$/, '$1');
    const query = url.searchParams;
    if (request.headers.origin !== undefined) {
      throw new ApiError(403, 'the sandbox does not serve browsers');
    }
    if (['/healthz', '/readyz', '/livez'].includes(path)) {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
      return;
    }
    const user = this.#access.authenticate(request.headers);
    const method = request.method ?? 'GET';
    this.#access.authorize(user, readAttributes(method, path, query));
    if (path.startsWith('/sandbox/')) {
      await this.#control(request, { path, response });
      return;
    }
    const review = findReview(path);
    if (review) {
      await this.#review(review, { request, response, user });
      return;
    }
    const target = readTarget(path);
    if (target) {
      await this.#meetFault(verbOf(method, target, query), target, response);
      if (target.subresource === 'token') {
        await this.#token(target, request, response);
        return;
      }
      await this.#handler.handle({ request, response, query, target });
      return;
    }
    const { accept } = request.headers;
    const all = wantsAll(accept) ? discoverAll(path) : undefined;
    if (all) {
      response
        .writeHead(200, { 'content-type': AGGREGATED })
        .end(JSON.stringify(all));
      return;
    }
    if (readForm(accept)) {
      const found = discover(path);
      if (found === undefined) {
        throw unknownPath();
      }
      sendJson(response, 200, found);
    }
  }

  async #review(
    review: Review,
    {
      request,
      response,
      user,
    }: { request: IncomingMessage; response: ServerResponse; user: User },
  ): Promise<void> {
    if (request.method !== 'POST') {
      throw methodNotAllowed();
    }
    const { value: body } = await readBody(request);
    const access = this.#access;
    sendJson(response, 201, answerReview(review, { access, user, body }));
  }

  async #token(
    target: Target,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (request.method !== 'POST') {
      throw methodNotAllowed();
    }
    const { value } = await readBody(request);
    const { type, namespace, name = '' } = target;
    const account = this.#store.get(type, namespace, name);
    if (!account) {
      throw notFound(type, name);
    }
    const answer = requestToken(this.#access.tokens, account, value);
    sendJson(response, 201, answer);
  }

  async #meetFault(
    verb: string,
    target: Target,
    response: ServerResponse,
  ): Promise<void> {
    const { namespace, name } = target;
    const kind = target.type.kind;
    const fault = this.#faults.take({ verb, kind, namespace, name });
    if (fault?.delayMs) {
      await sleep(fault.delayMs);
    }
    if (fault?.status === undefined) {
      return;
    }
    if (fault.retryAfter !== undefined) {
      response.setHeader('retry-after', String(fault.retryAfter));
    }
    throw faultError({ ...fault, status: fault.status });
  }

  async #control(
    request: IncomingMessage,
    { path, response }: { path: string; response: ServerResponse },
  ): Promise<void> {
    const route = `${request.method} ${path}`;
    switch (route) {
      case 'GET /sandbox/faults':
        break;
      case 'POST /sandbox/faults': {
        const { value } = await readBody(request);
        if (!isJson(value)) {
          throw badRequest('a fault is an object');
        }
        this.#faults.add(value as Fault);
        break;
      }
      case 'DELETE /sandbox/faults':
        this.#faults.clear();
        break;
      case 'POST /sandbox/watches/close':
        this.#handler.watches.closeAll();
        break;
      case 'POST /sandbox/history/expire':
        this.#store.compact();
        break;
      default:
        throw unknownPath();
    }
    sendJson(response, 200, { faults: this.#faults.list() });
  }

  #refuse(response: ServerResponse, error: unknown): void {
    const known =
      error instanceof ApiError
        ? error
        : new ApiError(500, `Internal error occurred: ${String(error)}`);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendJson(response, known.status.code, known.status);
  }
}
