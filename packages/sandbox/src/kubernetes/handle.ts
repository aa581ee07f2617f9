import type { IncomingMessage, ServerResponse } from 'node:http';
import { ObjectRemover, readDeleteOptions } from './deletion';
import { managerRequired, methodNotAllowed, notFound } from './errors';
import { GarbageCollector } from './GarbageCollector';
import { listPage } from './lists';
import { checkListOptions, checkWriteOptions } from './options';
import { presenter, readForm } from './present';
import {
  readBody,
  readDryRun,
  readFieldValidation,
  readManager,
} from './request';
import type { Body } from './request';
import { replaceScale, toScale } from './scale';
import { parseFieldSelector, parseLabelSelector } from './selectors';
import type { Predicate } from './selectors';
import { checkApplied, describeDuplicates, refusalFor } from './strict';
import type { ObjectStore } from './store';
import { Watches } from './watch';
import type { Target, WriteOptions, Written } from './target';
import { ObjectWriter } from './writes';

export type Exchange = {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  target: Target;
};

/** The verb of a request, as authorization and audit name it. */
export function verbOf(method: string, target: Target, query: URLSearchParams) {
  const watching = ['true', '1'].includes(query.get('watch') ?? '');
  switch (method) {
    case 'GET':
    case 'HEAD':
      if (watching) {
        return 'watch';
      }
      return target.name ? 'get' : 'list';
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return target.name ? 'delete' : 'deletecollection';
    default:
      throw methodNotAllowed();
  }
}

export function sendJson(
  response: ServerResponse,
  code: number,
  body: unknown,
): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** Serves requests about resources. */
export class ResourceHandler {
  readonly watches: Watches;
  readonly collector: GarbageCollector;
  readonly #store: ObjectStore;
  readonly #writer: ObjectWriter;
  readonly #remover: ObjectRemover;

  constructor(store: ObjectStore) {
    this.#store = store;
    this.#remover = new ObjectRemover(store);
    this.#writer = new ObjectWriter(store, (type, object) =>
      this.#remover.remove(type, object),
    );
    this.watches = new Watches(store);
    this.collector = new GarbageCollector(store, (item, propagation) =>
      this.#remover.deleteDependent(item, propagation),
    );
  }

  get writer(): ObjectWriter {
    return this.#writer;
  }

  async handle(exchange: Exchange): Promise<void> {
    const { request, response, query, target } = exchange;
    const form = readForm(request.headers.accept);
    const present = presenter(target, { form, query });
    const verb = verbOf(request.method ?? 'GET', target, query);
    if (verb === 'watch' || verb === 'list') {
      checkListOptions(query, verb);
    }
    if (verb === 'watch') {
      const matches = this.#matcher(target, query);
      const { one } = present;
      this.watches.serve({ target, query, matches, present: one }, response);
      return;
    }
    if (verb === 'get') {
      const object = this.#get(target);
      const scale = target.subresource === 'scale';
      sendJson(response, 200, scale ? toScale(object) : present.one(object));
      return;
    }
    if (verb === 'list') {
      sendJson(response, 200, this.#list(exchange, present.many));
      return;
    }
    const body = await readBody(request);
    if (verb === 'delete' || verb === 'deletecollection') {
      this.#delete(exchange, body);
      return;
    }
    const { object, created } = this.#write(verb, exchange, body);
    const shown =
      target.subresource === 'scale' ? toScale(object) : present.one(object);
    sendJson(response, created ? 201 : 200, shown);
  }

  #get(target: Target) {
    const { type, namespace, name = '' } = target;
    const object = this.#store.get(type, namespace, name);
    if (!object) {
      throw notFound(type, name);
    }
    return object;
  }

  #matcher(target: Target, query: URLSearchParams): Predicate {
    const byLabel = parseLabelSelector(query.get('labelSelector') ?? undefined);
    const byField = parseFieldSelector(
      query.get('fieldSelector') ?? undefined,
      target.type,
    );
    return object =>
      (!target.name || object.metadata.name === target.name) &&
      byLabel(object) &&
      byField(object);
  }

  #list(
    { target, query }: Exchange,
    many: ReturnType<typeof presenter>['many'],
  ): unknown {
    const matches = this.#matcher(target, query);
    const page = listPage(this.#store, target, { matches, query });
    return many(page.items, {
      resourceVersion: String(page.version),
      ...(page.continue && {
        continue: page.continue,
        remainingItemCount: page.remaining,
      }),
    });
  }

  #delete({ target, query, response }: Exchange, body: Body): void {
    const options = readDeleteOptions(body.value, query);
    if (target.subresource) {
      throw methodNotAllowed();
    }
    if (target.name) {
      sendJson(response, 200, this.#remover.delete(target, options));
      return;
    }
    const matches = this.#matcher(target, query);
    const items = this.#remover.deleteCollection(target, {
      ...options,
      matches,
    });
    const metadata = { resourceVersion: String(this.#store.version) };
    const { many } = presenter(target, { form: 'object', query });
    sendJson(response, 200, many(items, metadata));
  }

  #write(verb: string, exchange: Exchange, body: Body): Written {
    const { request, query, response } = exchange;
    const isApply = body.contentType === 'application/apply-patch+yaml';
    checkWriteOptions(query, { verb, isApply });
    if (readFieldValidation(query) === 'Strict') {
      checkApplied(body);
    }
    const warnings: string[] = [];
    const options: WriteOptions = {
      manager: readManager(request, query),
      dryRun: readDryRun(query),
      validation: readFieldValidation(query),
      warn: text => warnings.push(`299 - ${JSON.stringify(text)}`),
      duplicates: describeDuplicates(body),
      refuse: refusalFor(exchange.target, verb),
    };
    const written = this.#dispatch(verb, { exchange, body }, options);
    if (warnings.length > 0) {
      response.setHeader('warning', warnings);
    }
    return written;
  }

  #dispatch(
    verb: string,
    { exchange, body }: { exchange: Exchange; body: Body },
    options: WriteOptions,
  ): Written {
    const { target, query } = exchange;
    const { contentType, value } = body;
    if (target.subresource === 'scale') {
      const now = this.#get(target);
      const change = replaceScale(now, { target, verb, body });
      return this.#writer.patch(change.target, change.patch, options);
    }
    if (verb === 'create') {
      return this.#writer.create(target, value, options);
    }
    if (!target.name) {
      throw methodNotAllowed();
    }
    if (verb === 'update') {
      return this.#writer.replace(target, value, options);
    }
    if (contentType !== 'application/apply-patch+yaml') {
      const patch = { body: value, contentType };
      return this.#writer.patch(target, patch, options);
    }
    if (!query.get('fieldManager')) {
      throw managerRequired();
    }
    const force = query.get('force') === 'true';
    return this.#writer.apply(target, { body: value, force }, options);
  }
}
