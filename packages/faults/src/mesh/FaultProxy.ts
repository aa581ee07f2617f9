import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultPlan, WireFault } from './FaultPlan';
import { filterList, isMineInLine } from './filterAnswers';
import { idOfRequest } from './objectId';
import { readLines } from './readLines';
import type { Answer, Upstream } from './Upstream';

type Exchange = {
  incoming: IncomingMessage;
  answer: ServerResponse;
  fault?: WireFault;
};

/**
 * The way from one replica to the API server: shows it one town of many, lets
 * faults happen, and ends when the replica is killed.
 */
export class FaultProxy {
  readonly #server: Server;
  readonly #upstream: Upstream;
  readonly #prefix: string;
  readonly #token: string;
  readonly #faults: FaultPlan;
  readonly #onKill: () => void;
  readonly #ended = new AbortController();
  /** Ids of objects, one for each write of whose end the replica was not told. */
  readonly untold: string[] = [];

  static async start(options: {
    upstream: Upstream;
    prefix: string;
    token: string;
    faults: FaultPlan;
    onKill: () => void;
  }): Promise<FaultProxy> {
    const proxy = new FaultProxy(options);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(options: {
    upstream: Upstream;
    prefix: string;
    token: string;
    faults: FaultPlan;
    onKill: () => void;
  }) {
    this.#upstream = options.upstream;
    this.#prefix = options.prefix;
    this.#token = options.token;
    this.#faults = options.faults;
    this.#onKill = options.onKill;
    this.#server = createServer((incoming, answer) => {
      this.#handle(incoming, answer).catch(() => answer.destroy());
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Nothing comes through any more, in either direction. */
  cut(): void {
    this.#ended.abort();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #handle(incoming: IncomingMessage, answer: ServerResponse) {
    const { method = 'GET', url = '/', headers } = incoming;
    if (headers.authorization !== `Bearer ${this.#token}`) {
      answer.writeHead(401).end();
      return;
    }
    if (/[?&]watch=true/.test(url)) {
      await this.#watch(incoming, answer);
      return;
    }
    const fault = this.#faults.ofRequest(method);
    await this.#exchange({ incoming, answer, fault });
  }

  async #exchange(exchange: Exchange): Promise<void> {
    const { incoming, answer, fault } = exchange;
    const { method = 'GET', url = '/', headers } = incoming;
    const body = await buffer(incoming);
    if (fault?.kind === 'slow') {
      await sleep(fault.milliseconds);
    }
    if (fault?.kind === 'answer') {
      refuse(exchange, fault);
      return;
    }
    if (fault?.kind === 'kill-before') {
      this.#onKill();
    }
    if (fault?.kind === 'reset-before' || this.#ended.signal.aborted) {
      answer.destroy();
      return;
    }
    const isWrite =
      method !== 'GET' && !url.startsWith('/apis/authorization.k8s.io/');
    const note = () => {
      const id = isWrite && idOfRequest({ path: url.split('?')[0], body });
      if (id) {
        this.untold.push(id);
      }
    };
    let received: Answer;
    try {
      received = await this.#upstream.send({ method, url, headers, body });
    } catch {
      note();
      answer.destroy();
      return;
    }
    if (fault?.kind === 'kill-after') {
      this.#onKill();
    }
    const isTold = await deliver(exchange, {
      ...received,
      body: filterList({ ...received, url, prefix: this.#prefix }),
    });
    if (!isTold || this.#ended.signal.aborted) {
      note();
    }
  }

  async #watch(incoming: IncomingMessage, answer: ServerResponse) {
    const { url = '/' } = incoming;
    const gone = new AbortController();
    answer.on('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.#ended.signal]);
    const stream = await this.#upstream.stream({ url, signal });
    answer.writeHead(stream.status, { 'content-type': 'application/json' });
    answer.flushHeaders();
    let isSilent = false;
    const end = this.#faults.follow({
      silence: () => {
        isSilent = true;
      },
      cut: () => answer.destroy(),
    });
    try {
      for await (const line of readLines(stream.body)) {
        if (!isSilent && isMineInLine(line, this.#prefix)) {
          answer.write(`${line}\n`);
        }
      }
    } finally {
      // Who was not told of anything is not told of the end either.
      if (isSilent && !signal.aborted) {
        await once(signal, 'abort');
      }
      end();
      answer.destroy();
    }
  }
}

/** Somebody in between may repeat what it was sent. */
function refuse(
  { incoming, answer }: Exchange,
  fault: Extract<WireFault, { kind: 'answer' }>,
): void {
  const { status, retryAfterSeconds } = fault;
  answer
    .writeHead(status, {
      'content-type': 'text/plain',
      ...(retryAfterSeconds !== undefined && {
        'retry-after': `${retryAfterSeconds}`,
      }),
    })
    .end(`Refused: ${JSON.stringify(incoming.headers)}`);
}

/** False when the answer did not get through. */
async function deliver(
  { answer, fault }: Exchange,
  received: Answer,
): Promise<boolean> {
  const { status, body, headers } = received;
  if (fault?.kind === 'reset-after' || answer.destroyed) {
    answer.destroy();
    return false;
  }
  if (fault?.kind === 'timeout-after') {
    answer.writeHead(504).end('The server did not answer in time');
    return false;
  }
  answer.writeHead(status, { ...headers, 'content-length': body.length });
  if (fault?.kind === 'half-body') {
    answer.write(body.subarray(0, body.length / 2));
    await sleep(5);
    answer.destroy();
    return false;
  }
  const closed = once(answer, 'close');
  answer.end(body);
  await closed;
  return answer.writableFinished;
}
