import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlPlane } from '@meshwright/control-plane';
import {
  FaultBook,
  faultError,
  kubeconfigFor,
  type KubernetesApi,
  type SeedObject,
} from '@meshwright/sandbox';
import {
  collectionPath,
  CONFIG_MAP,
  DAEMON_SET,
  DEPLOYMENT,
  READ_KINDS,
  UNMODELLED_KINDS,
} from '../kinds';

const kinds = [
  ...READ_KINDS,
  ...UNMODELLED_KINDS,
  DEPLOYMENT,
  DAEMON_SET,
  CONFIG_MAP,
];
const emptied = ['shop', 'mesh-system', 'kube-system', 'kube-public'];
const AT_ONCE = 16;

async function call(url: string, method: string, body?: unknown) {
  const response = await fetch(url, {
    method,
    headers: {
      'content-type':
        method === 'PATCH'
          ? 'application/merge-patch+json'
          : 'application/json',
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json = await response.json();
  if (!response.ok && ![404, 409].includes(response.status)) {
    throw new Error(`${method} ${url}: ${json.message}`);
  }
  return { json, status: response.status };
}

/** What the API server calls a request: its verb, and what it is about. */
function describeRequest({ method = '', url = '' }: IncomingMessage) {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [, namespace, plural, name] =
    /^\/(?:api|apis\/[^/]+)\/v[^/]+(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?$/.exec(
      pathname,
    ) ?? [];
  const reading = searchParams.get('watch') ? 'watch' : 'list';
  const verbs: Record<string, string> = {
    GET: name ? 'get' : reading,
    POST: 'create',
    PUT: 'update',
    PATCH: 'patch',
    DELETE: name ? 'delete' : 'deletecollection',
  };
  const kind = kinds.find(one => one.plural === plural)?.kind;
  return { verb: verbs[method], kind, namespace, name };
}

/** Meets the faults that wait, in the place of the API server. */
function intercept(faults: FaultBook) {
  return async (incoming: IncomingMessage, answer: ServerResponse) => {
    const fault = faults.take(describeRequest(incoming));
    if (fault?.delayMs) {
      await sleep(fault.delayMs, undefined, { ref: false });
    }
    if (fault?.status === undefined) {
      return false;
    }
    const { status } = faultError({ ...fault, status: fault.status });
    answer.writeHead(fault.status, {
      'content-type': 'application/json',
      ...(fault.retryAfter !== undefined && {
        'retry-after': String(fault.retryAfter),
      }),
    });
    answer.end(JSON.stringify(status));
    return true;
  };
}

async function seedOne(url: string, object: SeedObject): Promise<void> {
  const { namespace, name } = object.metadata;
  const kind = kinds.find(
    one =>
      one.kind === object.kind &&
      object.apiVersion === [one.group, one.version].filter(Boolean).join('/'),
  );
  if (!kind) {
    throw new Error(`There is no '${object.kind}' in these tests`);
  }
  const path = `${url}${collectionPath(kind, namespace)}`;
  const { json, status } = await call(path, 'POST', object);
  if (status === 201 && object.status !== undefined) {
    await call(`${path}/${name}/status`, 'PATCH', { status: object.status });
  }
  if (status === 404) {
    throw new Error(json.message);
  }
}

async function seedAll(
  url: string,
  objects: readonly SeedObject[],
): Promise<void> {
  const rest = [...objects];
  while (rest.length > 0) {
    const some = rest.splice(0, AT_ONCE);
    await Promise.all(some.map(one => seedOne(url, one)));
  }
}

/** A pod is only let in when its account exists already. */
function accountsOf(objects: readonly SeedObject[]): SeedObject[] {
  const names = new Map<string, SeedObject>();
  for (const { kind, spec, metadata } of objects) {
    const name = (spec as { serviceAccountName?: string } | undefined)
      ?.serviceAccountName;
    const { namespace } = metadata;
    if (kind === 'Pod' && name) {
      names.set(`${namespace}/${name}`, {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name, namespace },
      });
    }
  }
  return [...names.values()];
}

async function empty(url: string): Promise<void> {
  const paths = kinds.filter(({ isNamespaced }) => isNamespaced);
  await Promise.all(
    emptied.flatMap(namespace =>
      paths.map(kind =>
        fetch(`${url}${collectionPath(kind, namespace)}?gracePeriodSeconds=0`, {
          method: 'DELETE',
        }),
      ),
    ),
  );
  await call(`${url}/api/v1/namespaces/shop`, 'PATCH', {
    metadata: {
      annotations: null,
      labels: null,
    },
  });
}

/**
 * A control plane as if it were the sandbox's API, emptied: with faults on
 * demand in a proxy before it.
 */
export async function openRealApi(
  server: ControlPlane,
): Promise<KubernetesApi> {
  const faults = new FaultBook();
  await empty(server.proxyUrl);
  const proxy = await server.proxy(intercept(faults));
  return {
    url: proxy.url,
    kubeconfig: kubeconfigFor(proxy.url, 'real'),
    async seed(objects) {
      await seedAll(server.proxyUrl, accountsOf(objects));
      await seedAll(server.proxyUrl, objects);
    },
    faults: {
      set: fault => faults.add(fault),
      clear: () => faults.clear(),
      closeWatches: () => proxy.endAnswers(),
      // Its cache remembers what etcd forgot, so each watch is told once.
      expireHistory: () =>
        READ_KINDS.forEach(({ kind }) =>
          faults.add({ match: { verb: 'watch', kind }, status: 410, times: 1 }),
        ),
    },
    stop: () => proxy.stop(),
  };
}
