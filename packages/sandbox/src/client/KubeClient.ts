import type { KubeObject } from '../kubernetes/types';

/** A refusal of the API, with its code. */
export class KubeError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'KubeError';
    this.code = code;
  }
}

export type KubeListing = { items: KubeObject[]; resourceVersion: string };

export type KubeWatchEvent = {
  type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  object: KubeObject;
};

/** Where the objects of a kind are: `/apis/apps/v1`, `deployments`. */
export type Kind = { base: string; plural: string };

/** Paths of the API, one object or one collection. */
export function pathOf(kind: Kind, namespace?: string, name?: string): string {
  return [
    kind.base,
    ...(namespace ? [`namespaces/${namespace}`] : []),
    kind.plural,
    ...(name ? [name] : []),
  ].join('/');
}

/** A small client of a Kubernetes API without credentials. */
export class KubeClient {
  readonly #url: string;
  readonly #agent: string;

  constructor(url: string, agent: string) {
    this.#url = url;
    this.#agent = agent;
  }

  async request<T = KubeObject>(
    method: string,
    path: string,
    body?: { type?: string; value: unknown },
  ): Promise<T> {
    const response = await fetch(this.#url + path, {
      method,
      headers: {
        'user-agent': `${this.#agent}/1.0`,
        ...(body && { 'content-type': body.type ?? 'application/json' }),
      },
      body: body && JSON.stringify(body.value),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new KubeError(response.status, messageOf(text));
    }
    return JSON.parse(text) as T;
  }

  async list(kind: Kind, query: string = ''): Promise<KubeListing> {
    const list = await this.request<{
      apiVersion: string;
      kind: string;
      items: KubeObject[];
      metadata: { resourceVersion: string };
    }>('GET', `${pathOf(kind)}${query}`);
    return {
      items: list.items,
      resourceVersion: list.metadata.resourceVersion,
    };
  }

  /** Changes after a version, until the server or the signal ends it. */
  async *watch(
    kind: Kind,
    resourceVersion: string,
    signal: AbortSignal,
  ): AsyncGenerator<KubeWatchEvent> {
    const query = `?watch=true&allowWatchBookmarks=true&resourceVersion=${resourceVersion}`;
    const response = await fetch(this.#url + pathOf(kind) + query, {
      headers: { 'user-agent': `${this.#agent}/1.0` },
      signal,
    });
    if (!response.ok || !response.body) {
      throw new KubeError(response.status, messageOf(await response.text()));
    }
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      rest += decoder.decode(chunk, { stream: true });
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines.filter(Boolean)) {
        yield JSON.parse(line) as KubeWatchEvent;
      }
    }
  }

  /** Server-side apply, taking over what others own. */
  apply(path: string, manager: string, value: unknown): Promise<KubeObject> {
    return this.request('PATCH', `${path}?fieldManager=${manager}&force=true`, {
      type: 'application/apply-patch+yaml',
      value,
    });
  }

  merge(path: string, value: unknown): Promise<KubeObject> {
    const type = 'application/merge-patch+json';
    return this.request('PATCH', path, { type, value });
  }
}

function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: string };
    return message ?? text;
  } catch {
    return text;
  }
}
