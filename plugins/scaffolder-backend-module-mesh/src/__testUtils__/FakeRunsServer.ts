import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  MeshRun,
  RunEvent,
  RunState,
  RunStep,
  StartRunRequest,
} from '@meshwright/plugin-mesh-common';

type Seen = {
  method: string;
  path: string;
  authorization?: string;
  body?: Record<string, unknown>;
};

/** A run of which only what a test is about is said. */
export function step(overrides: Partial<RunStep> = {}): RunStep {
  return {
    id: 'network',
    title: 'Virtual network vnet-shop-neu',
    resource: '/subscriptions/0/x',
    operation: 'create',
    dependsOn: [],
    state: 'succeeded',
    attempts: 1,
    expectedSeconds: 10,
    ...overrides,
  };
}

/**
 * The runs API over HTTP: a run makes a line and goes to its next state each
 * time that it is looked at.
 */
export class FakeRunsServer {
  readonly seen: Seen[] = [];
  readonly runs = new Map<string, MeshRun & { key: string }>();
  readonly events: RunEvent[] = [];
  /** States that a run goes through. */
  script: RunState[] = ['running', 'running', 'succeeded'];
  /** What its steps are at the end. */
  steps: RunStep[] = [step({ changed: true })];
  message?: string;
  /** Answers of that many requests that follow, before it answers properly. */
  outage: Array<number | 'reset'> = [];
  /** Answers by path, instead of the usual ones. */
  readonly answers = new Map<string, { status: number; body: object }>();
  /** Called when somebody looks at the run. */
  onLook?: (looks: number) => void;

  /** Called when a run is started, before the answer. */
  onStart?: () => void;
  /** Called with each request. */
  onRequest?: () => void;

  #server?: Server;
  #looks = 0;

  async start(): Promise<string> {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', chunk => chunks.push(chunk));
      request.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const seen: Seen = {
          method: request.method ?? '',
          path: request.url ?? '',
          authorization: request.headers.authorization,
          body: text ? JSON.parse(text) : undefined,
        };
        this.seen.push(seen);
        this.onRequest?.();
        const failure = this.outage.shift();
        if (failure === 'reset') {
          request.socket.destroy();
        } else if (failure) {
          reply(response, failure, { error: { message: 'away' } });
        } else {
          this.#answer(seen, response);
        }
      });
    });
    await new Promise<void>(resolve => {
      this.#server?.listen(0, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${
      (this.#server.address() as AddressInfo).port
    }/api/mesh`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise(resolve => {
      this.#server?.close(resolve);
    });
  }

  /** Requests so far, for example `POST /runs`. */
  get requests(): string[] {
    return this.seen.map(({ method, path }) => `${method} ${path.slice(12)}`);
  }

  #answer(seen: Seen, response: ServerResponse) {
    const [path] = seen.path.replace('/api/mesh/v1', '').split('?');
    const special = this.answers.get(`${seen.method} ${path}`);
    if (special) {
      reply(response, special.status, special.body);
      return;
    }
    const [, , id, verb] = path.split('/');
    if (path === '/runs') {
      this.#start(seen.body as StartRunRequest, response);
    } else if (verb === 'events') {
      const after = Number(seen.path.split('after=')[1]);
      const items = this.events.filter(({ sequence }) => sequence > after);
      reply(response, 200, { items: items.slice(0, 2) });
    } else if (verb === 'cancel') {
      this.script = ['canceling', 'canceled'];
      reply(response, 200, this.#look(id));
    } else if (verb === 'resume') {
      const run = this.#look(id);
      run.state = 'queued';
      reply(response, 200, run);
    } else {
      this.#looks += 1;
      this.onLook?.(this.#looks);
      reply(response, 200, this.#look(id));
    }
  }

  #start(body: StartRunRequest, response: ServerResponse) {
    const known = [...this.runs.values()].find(({ key }) => key === body.key);
    if (known) {
      reply(response, 200, known);
      return;
    }
    const run = {
      id: `run-${this.runs.size + 1}`,
      key: body.key,
      kind: body.kind,
      cluster:
        body.kind === 'provision' ? String(body.spec.name) : body.cluster,
      state: 'queued' as const,
      by: 'user:default/petra',
      createdAt: '2026-11-25T12:00:00.000Z',
      steps: [],
    };
    this.runs.set(run.id, run);
    this.onStart?.();
    reply(response, 201, run);
  }

  #look(id: string): MeshRun {
    const run = this.runs.get(id);
    if (!run) {
      throw new Error(`No run ${id}`);
    }
    run.state = this.script.shift() ?? run.state;
    run.steps = this.steps;
    run.message = this.message;
    this.events.push({
      sequence: this.events.length + 1,
      at: '2026-11-25T12:00:01.000Z',
      level: run.state === 'failed' ? 'error' : 'info',
      message: `line ${this.events.length + 1}: ${run.state}`,
    });
    return run;
  }
}

function reply(response: ServerResponse, status: number, body: object) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
