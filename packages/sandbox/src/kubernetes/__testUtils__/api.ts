import { once } from 'node:events';
import { request as http } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as https } from 'node:https';
import { startKubernetesApi } from '../startKubernetesApi';
import type { KubernetesApi } from '../startKubernetesApi';
import type { Json, KubeObject } from '../types';

export type Answer = {
  code: number;
  headers: Headers;
  /** An object, a list or a Status, whichever the test expects. */
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
};

export type Call = {
  body?: unknown;
  type?: string;
  headers?: Record<string, string>;
};

// A machine that others use as well may be slow.
jest.setTimeout(90_000);

let count = 0;

let given = process.env.KUBERNETES_CONTRACT_URL ?? '';

let compactGiven = async (): Promise<void> => {
  throw new Error('Nobody knows how to make this server forget');
};

/** Where a server asks for credentials, and how to know it. */
export type Front = { url: string; ca?: string };

let givenFront: Front | undefined;

/** From now on, tests in this file call this server. */
export function useServer(
  url: string,
  options: { compact: () => Promise<void>; front: Front },
): void {
  given = url;
  givenFront = options.front;
  compactGiven = options.compact;
}

/** Waits, generously, until something that takes its time is so. */
export async function until(check: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await check())) {
    if (Date.now() > end) {
      throw new Error('It did not come true within 60 s');
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

/**
 * Calls an API server over HTTP: the one that was chosen by `useServer` or
 * `KUBERNETES_CONTRACT_URL`, else a sandbox of its own.
 */
export class TestApi {
  #own: KubernetesApi | undefined;
  url = '';

  async start(): Promise<void> {
    this.url = given;
    if (!this.url) {
      this.#own = await startKubernetesApi({ port: 0 });
      this.url = this.#own.url;
    }
  }

  /** Makes the server forget what is not the latest state. */
  async compact(): Promise<void> {
    if (this.#own) {
      this.#own.faults.expireHistory();
    } else {
      await compactGiven();
    }
  }

  async stop(): Promise<void> {
    await this.#own?.stop();
  }

  /** Asks again where a server says that it is not ready yet. */
  async call(method: string, path: string, call: Call = {}): Promise<Answer> {
    let answer = await this.#send(method, path, call);
    await until(async () => {
      const isEarly =
        answer.code === 429 && answer.body?.message?.includes('initializing');
      answer = isEarly ? await this.#send(method, path, call) : answer;
      return !isEarly;
    });
    return answer;
  }

  async #send(method: string, path: string, call: Call): Promise<Answer> {
    const { body, type = 'application/json', headers } = call;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        'user-agent': 'contract/1.0 (test)',
        ...(body !== undefined && { 'content-type': type }),
        ...headers,
      },
      body:
        body === undefined || typeof body === 'string'
          ? (body as string | undefined)
          : JSON.stringify(body),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json');
    return {
      code: response.status,
      headers: response.headers,
      body: json ? JSON.parse(text) : text,
    };
  }

  /** Calls as whoever a token belongs to, without the rights of the tests. */
  async callAs(token: string, method: string, path: string): Promise<Answer> {
    const front = givenFront ?? { url: this.url };
    const ask = front.url.startsWith('https') ? https : http;
    const headers = { authorization: `Bearer ${token}` };
    const request = ask(front.url + path, { method, headers, ca: front.ca });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const chunks = await response.toArray();
    return {
      code: response.statusCode ?? 0,
      headers: new Headers(),
      body: JSON.parse(Buffer.concat(chunks).toString()),
    };
  }

  /** Reads or writes as somebody else, whom the tests stand in for. */
  as(user: string) {
    const headers = { 'impersonate-user': user };
    return (method: string, path: string, body?: unknown) =>
      this.call(method, path, { body, headers });
  }

  get(path: string, call?: Call) {
    return this.call('GET', path, call);
  }

  post(path: string, body: unknown, call: Call = {}) {
    return this.call('POST', path, { body, ...call });
  }

  put(path: string, body: unknown) {
    return this.call('PUT', path, { body });
  }

  delete(path: string, body?: unknown) {
    return this.call('DELETE', path, { body });
  }

  patch(path: string, kind: string, body: unknown) {
    return this.call('PATCH', path, { body, type: `application/${kind}` });
  }

  /** Server-side apply; `path` may end with more of the query. */
  apply(path: string, manager: string, body: unknown) {
    const query = `${path.includes('?') ? '&' : '?'}fieldManager=${manager}`;
    return this.patch(path + query, 'apply-patch+yaml', body);
  }

  /** A namespace that no other test uses. */
  async namespace(): Promise<string> {
    count += 1;
    const name = `contract-${process.pid}-${Date.now().toString(36)}-${count}`;
    await this.post('/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
    return name;
  }
}

export function configMap(
  name: string,
  data: Record<string, string> = {},
  metadata: Json = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, ...metadata },
    data,
  };
}

export function policy(name: string, spec: Json, metadata: Json = {}) {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name, ...metadata },
    spec,
  };
}

export function deployment(name: string, metadata: Json = {}) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, ...metadata },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'main', image: 'example.com/a:1' }] },
      },
    },
  };
}

export const paths = {
  configMaps: (namespace: string) =>
    `/api/v1/namespaces/${namespace}/configmaps`,
  deployments: (namespace: string) =>
    `/apis/apps/v1/namespaces/${namespace}/deployments`,
  policies: (namespace: string, version: string = 'v1') =>
    `/apis/security.istio.io/${version}/namespaces/${namespace}/authorizationpolicies`,
};
