import { type MeshObject, objectKey } from '@meshwright/plugin-mesh-common';

const COLLECTIONS = [
  '/apis/security.istio.io/v1/authorizationpolicies',
  '/apis/security.istio.io/v1/peerauthentications',
  '/apis/networking.k8s.io/v1/networkpolicies',
];

/** What became of an object, in the order of the API server. */
export type PolicyEvent = {
  type: 'put' | 'delete';
  key: string;
  object: MeshObject;
};

/** Records every event of policies, from the API server's own watch. */
export async function recordEvents(url: string) {
  const controller = new AbortController();
  const events: PolicyEvent[] = [];
  const start: MeshObject[] = [];
  const watches = await Promise.all(
    COLLECTIONS.map(async path => {
      const list = await (await fetch(`${url}${path}`)).json();
      const { apiVersion } = list;
      const kind = String(list.kind).replace(/List$/, '');
      for (const item of list.items) {
        start.push({ ...item, apiVersion, kind });
      }
      const version = list.metadata.resourceVersion;
      const response = await fetch(
        `${url}${path}?watch=1&resourceVersion=${version}`,
        { signal: controller.signal },
      );
      return { done: follow(response, events) };
    }),
  );
  return {
    start,
    events,
    /** Ends the watches, and puts what they said into one order. */
    async stop() {
      controller.abort();
      await Promise.allSettled(watches.map(({ done }) => done));
      const versionOf = ({ object }: PolicyEvent) =>
        Number(object.metadata.resourceVersion);
      events.sort((a, b) => versionOf(a) - versionOf(b));
    },
  };
}

async function follow(response: Response, events: PolicyEvent[]) {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines.filter(Boolean)) {
      const { type, object } = JSON.parse(line);
      if (['ADDED', 'MODIFIED', 'DELETED'].includes(type)) {
        const key = objectKey(object);
        events.push({
          type: type === 'DELETED' ? 'delete' : 'put',
          key,
          object,
        });
      }
    }
  }
}
